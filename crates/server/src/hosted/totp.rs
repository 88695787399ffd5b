//! Codes by time: RFC 6238 with SHA-1, six digits and steps of 30 seconds, which is what every
//! program for it understands.
//!
//! Invariant: a code fits one step only, and a step that was used fits no more; the caller keeps
//! the last one.

use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use netra_kernel::{Error, Result};
use sha1::Sha1;

/// Bytes of a secret: as many as the hash has.
pub(crate) const SECRET: usize = 20;
const STEP_MS: i64 = 30_000;
const DIGITS: usize = 6;
/// Clocks differ, and typing takes a while: one step before and one after.
const AROUND: i64 = 1;

fn code_at(secret: &[u8], step: i64) -> Result<u32> {
    let mut mac =
        Hmac::<Sha1>::new_from_slice(secret).map_err(|e| Error::internal(e.to_string()))?;
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let from = usize::from(hash[hash.len() - 1] & 0x0f);
    let bytes = [hash[from] & 0x7f, hash[from + 1], hash[from + 2], hash[from + 3]];
    Ok(u32::from_be_bytes(bytes))
}

fn said(code: u32) -> String {
    format!("{:0DIGITS$}", code % 10u32.pow(DIGITS as u32))
}

/// The step that a code is good for at this moment, after the last one that was used.
/// # Errors
/// `internal`.
pub(crate) fn step_of(secret: &[u8], code: &str, now_ms: i64, last: i64) -> Result<Option<i64>> {
    let now = now_ms.div_euclid(STEP_MS);
    let mut found = None;
    // All are compared, so that time does not tell which fitted.
    for step in now - AROUND..=now + AROUND {
        let expected = said(code_at(secret, step)?);
        if super::password::same(expected.as_bytes(), code.as_bytes()) && step > last {
            found = found.or(Some(step));
        }
    }
    Ok(found)
}

/// What a person typed, without the blanks and hyphens of how it was shown.
pub(crate) fn plain(code: &str) -> String {
    let kept = |c: &char| !c.is_whitespace() && *c != '-';
    code.chars().filter(kept).take(64).collect::<String>().to_ascii_uppercase()
}

pub(crate) fn in_letters(bytes: &[u8]) -> String {
    BASE32_NOPAD.encode(bytes)
}

/// The address that programs for codes take, as text or as a picture.
pub(crate) fn address(secret: &[u8], workspace: &str, email: &str) -> String {
    let escaped = |text: &str| -> String {
        let mut out = String::new();
        for byte in text.bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'@' => {
                    out.push(char::from(byte));
                }
                other => out.push_str(&format!("%{other:02X}")),
            }
        }
        out
    };
    let (issuer, email) = (escaped(&format!("Netra {workspace}")), escaped(email));
    let secret = in_letters(secret);
    format!(
        "otpauth://totp/{issuer}:{email}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits=6&period=30"
    )
}

#[cfg(test)]
pub(crate) fn now_code(secret: &str, now_ms: i64) -> String {
    let secret = BASE32_NOPAD.decode(secret.as_bytes()).unwrap();
    said(code_at(&secret, now_ms.div_euclid(STEP_MS)).unwrap())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Appendix B of RFC 6238, whose codes have eight digits: ours are the last six of them.
    #[test]
    fn the_codes_of_the_standard() {
        let secret = b"12345678901234567890";
        for (seconds, code) in [
            (59, 94_287_082),
            (1_111_111_109, 7_081_804),
            (1_111_111_111, 14_050_471),
            (1_234_567_890, 89_005_924),
            (2_000_000_000, 69_279_037),
            (20_000_000_000, 65_353_130_i64),
        ] {
            let got = code_at(secret, seconds / 30).unwrap();
            assert_eq!(i64::from(got % 100_000_000), code, "{seconds}");
            let six = format!("{:06}", code % 1_000_000);
            assert_eq!(step_of(secret, &six, seconds * 1_000, 0).unwrap(), Some(seconds / 30));
        }
    }

    #[test]
    fn one_step_around_and_none_twice() {
        let (secret, step) = (b"12345678901234567890", 40_000_000);
        let code = said(code_at(secret, step).unwrap());
        let asked = |at: i64, last: i64| step_of(secret, &code, at * STEP_MS, last).unwrap();
        assert_eq!([asked(step - 2, 0), asked(step + 2, 0)], [None, None]);
        assert_eq!([asked(step - 1, 0), asked(step + 1, 0)], [Some(step), Some(step)]);
        assert_eq!([asked(step, step), asked(step, step + 1)], [None, None], "used, or before it");
        assert_eq!(asked(step, step - 1), Some(step));
        for wrong in ["", "0", "00000000", "abcdef", "٣٣٣٣٣٣"] {
            assert_eq!(step_of(secret, wrong, step * STEP_MS, 0).unwrap(), None, "{wrong}");
        }
    }

    #[test]
    fn what_programs_for_codes_are_given() {
        let address = address(b"12345678901234567890", "acme", "ravi+x@firm.example");
        assert_eq!(
            address,
            "otpauth://totp/Netra%20acme:ravi%2Bx@firm.example\
             ?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Netra%20acme\
             &algorithm=SHA1&digits=6&period=30"
        );
        assert_eq!(plain(" abcd-efgh 23 "), "ABCDEFGH23");
    }
}
