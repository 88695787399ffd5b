//! Passwords as they are kept, and tokens: random text out, a hash of it inside.
//!
//! Invariant: nothing in here can be turned back into what a person or a device knows.

use argon2::{Algorithm, Argon2, Block, Params, Version};
use netra_kernel::{Error, Result};
use netra_sync::account::{PASSWORD_MOST, Secret};
use netra_workspace::host::random;
use sha2::{Digest, Sha256};
use std::sync::{Mutex, PoisonError};

/// 19 MiB and two passes (the first choice of OWASP's table for Argon2id): a server hashes many.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;

/// The memory that hashing works in, kept for the next ones: asked for anew each time, by another
/// thread each, it would stay with the program as often. There are as many as hash at once.
static PLACES: Mutex<Vec<Vec<Block>>> = Mutex::new(Vec::new());

fn hashed(password: &str, salt: &[u8], memory_kib: u32, passes: u32) -> Result<[u8; 32]> {
    let params =
        Params::new(memory_kib, passes, 1, Some(32)).map_err(|e| Error::internal(e.to_string()))?;
    let mut out = [0u8; 32];
    let places = || PLACES.lock().unwrap_or_else(PoisonError::into_inner);
    let mut place = places().pop().unwrap_or_default();
    place.resize(params.block_count(), Block::default());
    let done = Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into_with_memory(password.as_bytes(), salt, &mut out, &mut place);
    places().push(place);
    done.map_err(|e| Error::internal(e.to_string()))?;
    Ok(out)
}

/// The text that is kept: `argon2id$memory$passes$salt$hash`.
/// # Errors
/// `internal` when the machine has no random numbers or memory.
pub(crate) fn keep(password: &Secret) -> Result<String> {
    let mut salt = [0u8; 16];
    random(&mut salt)?;
    let hash = hashed(&password.0, &salt, MEMORY_KIB, PASSES)?;
    Ok(format!("argon2id${MEMORY_KIB}${PASSES}${}${}", hex::encode(salt), hex::encode(hash)))
}

/// Whether this is the password. Without a kept one it takes as long as with one, so that time
/// does not tell who has an account.
/// # Errors
/// `internal` when the machine has no memory.
pub(crate) fn fits(password: &Secret, kept: Option<&str>) -> Result<bool> {
    let parts: Vec<&str> = kept.unwrap_or_default().split('$').collect();
    let read = || -> Option<(u32, u32, Vec<u8>, Vec<u8>)> {
        let [_, memory, passes, salt, hash] = parts.as_slice() else { return None };
        let (salt, hash) = (hex::decode(salt).ok()?, hex::decode(hash).ok()?);
        Some((memory.parse().ok()?, passes.parse().ok()?, salt, hash))
    };
    // Beyond the limit it is nobody's password, and not worth the work.
    let password = if password.0.chars().count() > PASSWORD_MOST { "" } else { &password.0 };
    match read() {
        Some((memory, passes, salt, hash)) => {
            Ok(same(&hashed(password, &salt, memory, passes)?, &hash))
        }
        None => {
            hashed(password, &[0; 16], MEMORY_KIB, PASSES)?;
            Ok(false)
        }
    }
}

/// Compares without stopping at the first difference.
pub(crate) fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |diff, (x, y)| diff | (x ^ y)) == 0
}

/// A new token and the hash that is kept of it. 32 random bytes need no slow hash.
/// # Errors
/// `internal` when the machine has no random numbers.
pub(crate) fn token() -> Result<(Secret, [u8; 32])> {
    let mut bytes = [0u8; 32];
    random(&mut bytes)?;
    // Hexadecimal: it is typed as an option's value, and must not begin with a hyphen.
    let text = hex::encode(bytes);
    let hash = hash_of(&text);
    Ok((Secret(text), hash))
}

pub(crate) fn hash_of(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_password_fits() {
        let right = Secret("a long enough one".into());
        let kept = keep(&right).unwrap();
        assert!(!kept.contains("long enough"));
        assert!(fits(&right, Some(&kept)).unwrap());
        assert_ne!(kept, keep(&right).unwrap(), "a salt of its own");
        for wrong in ["", "a long enough on", "A long enough one", &"x".repeat(100_000)] {
            assert!(!fits(&Secret(wrong.into()), Some(&kept)).unwrap(), "{wrong:.20}");
        }
        for spoilt in ["", "argon2id$1", "argon2id$a$b$c$d", "plain"] {
            assert!(!fits(&right, Some(spoilt)).unwrap(), "{spoilt}");
        }
        assert!(!fits(&right, None).unwrap());
    }

    #[test]
    fn lengths() {
        for (length, fine) in [(0, false), (11, false), (12, true), (256, true), (257, false)] {
            let password = Secret("अ".repeat(length));
            assert_eq!(password.may_be_password().is_ok(), fine, "{length}");
        }
    }
}
