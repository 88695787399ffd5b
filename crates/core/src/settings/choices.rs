//! What a setting may be chosen from, where there are too many to know by heart.

use crate::tax::places::GST_STATES;
use netra_kernel::{Currency, Permission, Query, Reader, Result, Zone};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Countries, Indian States, time zones and currencies.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SettingChoices {}

#[derive(Serialize, JsonSchema)]
pub struct Choices {
    /// Two letters; first those whose tax the program knows.
    pub countries: Vec<&'static str>,
    pub states: Vec<StateChoice>,
    pub zones: Vec<&'static str>,
    pub currencies: Vec<&'static str>,
}

/// A State of India, by its GST code.
#[derive(Serialize, JsonSchema)]
pub struct StateChoice {
    pub code: &'static str,
    pub name: &'static str,
}

/// The countries whose tax the program knows, with the zone and the currency of their firms.
const KNOWN: &[(&str, &str, &str)] =
    &[("IN", "Asia/Kolkata", "INR"), ("GB", "Europe/London", "GBP")];

/// ISO 3166: every country whose tax is not ours to know; the firm says its zone and currency.
const OTHERS: &str = "AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI \
    BJ BM BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CK CL CM CN CO CR CU CV CW CY CZ DE DJ DK DM DO \
    DZ EC EE EG ER ES ET FI FJ FM FO FR GA GD GE GG GH GI GL GM GN GQ GR GT GU GW GY HK HN HR HT HU \
    ID IE IL IM IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU \
    LV LY MA MC MD ME MG MH MK ML MM MN MO MR MS MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NR NZ OM \
    PA PE PG PH PK PL PR PS PT PW PY QA RO RS RU RW SA SB SC SD SE SG SI SK SL SM SN SO SR SS ST SV \
    SY SZ TC TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WS XK YE ZA \
    ZM ZW";

impl Choices {
    /// The zone and the currency of a country's firms, where it is one that the program knows.
    pub fn usual_of(country: &str) -> Option<(&'static str, &'static str)> {
        KNOWN.iter().find(|k| k.0 == country).map(|k| (k.1, k.2))
    }

    pub fn all() -> Choices {
        Choices {
            countries: KNOWN.iter().map(|k| k.0).chain(OTHERS.split_whitespace()).collect(),
            states: GST_STATES.iter().map(|s| StateChoice { code: s.code, name: s.name }).collect(),
            zones: Zone::names().collect(),
            currencies: Currency::ALL.into_iter().map(Currency::code).collect(),
        }
    }
}

impl Query for SettingChoices {
    const NAME: &'static str = "setting.choices";
    const TITLE: &'static str = "What settings may be chosen from";
    const NEEDS: Permission = Permission::MEMBER;
    const READS: &'static [&'static str] = &[];
    type View = Choices;

    fn ask(&self, _: &Reader<'_>) -> Result<Choices> {
        Ok(Choices::all())
    }
}
