//! How a firm's documents look: name, colours, logo, address, marks on each page.

use serde::{Deserialize, Serialize};

/// Red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colour(pub u8, pub u8, pub u8);

impl Colour {
    /// Six hexadecimal digits, as DOCX wants them.
    pub fn hex(self) -> String {
        format!("{:02X}{:02X}{:02X}", self.0, self.1, self.2)
    }

    /// This colour mixed with white; `share` of 1 leaves it as it is.
    pub fn tint(self, share: f32) -> Colour {
        let mix = |c: u8| (255.0 - (255.0 - f32::from(c)) * share).round() as u8;
        Colour(mix(self.0), mix(self.1), mix(self.2))
    }
}

/// The page furniture of a firm. The default is Netra's own neutral one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Brand {
    /// The firm, as it signs.
    pub name: String,
    /// Headings, rules, table headers.
    pub accent: Colour,
    /// PNG or JPEG.
    #[serde(skip)]
    pub logo: Option<Vec<u8>>,
    /// Address, tax number, e-mail: one line each.
    pub address: Vec<String>,
    /// Stands in the footer of each page: "Confidential".
    pub confidentiality: Option<String>,
    /// Stands large and pale across each page: "DRAFT".
    pub watermark: Option<String>,
}

impl Default for Brand {
    fn default() -> Brand {
        Brand {
            name: "Netra".to_owned(),
            accent: Colour(0x1F, 0x4E, 0x79),
            logo: None,
            address: Vec::new(),
            confidentiality: None,
            watermark: None,
        }
    }
}
