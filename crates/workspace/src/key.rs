//! How a workspace's key is kept: in the OS keychain, wrapped by a passphrase, or not at all.
//!
//! The key is 32 random bytes. SQLCipher takes it raw; the key of stored files is derived from it.
//! A passphrase never encrypts data itself: Argon2id (RFC 9106) makes of it a key that wraps the
//! real one with XChaCha20-Poly1305.
//! Invariant: the key is written nowhere but into the keychain; buffers are wiped when dropped.

use crate::WorkspaceError;
use crate::host::random;
use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use netra_kernel::{Error, Result};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use zeroize::Zeroizing;

const SERVICE: &str = "netra";
/// 64 MiB, three passes, one lane: about 0.2 s on a laptop, once per opening.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
/// First byte of what [`seal`] gives.
const PLAIN: u8 = 0;
const SEALED: u8 = 1;
/// Shorter ones are guessed by trying.
const LEAST_PASSPHRASE: usize = 8;

/// How the key of a workspace is kept, as `workspace.json` says it.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Protection {
    /// The key lies in the operating system's keychain.
    Keychain,
    /// The key is wrapped by a passphrase.
    Passphrase(Wrapped),
    /// The data is not encrypted. Said openly wherever the state of the workspace is shown.
    None,
}

impl Protection {
    /// `keychain`, `passphrase` or `none`.
    pub fn name(&self) -> &'static str {
        match self {
            Protection::Keychain => "keychain",
            Protection::Passphrase(_) => "passphrase",
            Protection::None => "none",
        }
    }
}

/// A key wrapped by a passphrase, with everything that is needed to unwrap it.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq)]
pub struct Wrapped {
    pub memory_kib: u32,
    pub passes: u32,
    pub salt: String,
    pub nonce: String,
    pub wrapped: String,
}

/// The secret of a workspace. None for an unencrypted one.
pub type Key = Option<Zeroizing<[u8; 32]>>;

/// Where a program gets the key from.
#[derive(Clone, Default)]
pub struct KeySource {
    /// From `NETRA_PASSPHRASE` or a prompt.
    pub passphrase: Option<Zeroizing<String>>,
}

/// What a person chose when the workspace was made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Choice {
    /// The passphrase when there is one, else the keychain.
    Best,
    Unencrypted,
}

/// Whether a passphrase that a person just thought of will do.
/// # Errors
/// `key.passphrase_short`.
pub fn check_new(passphrase: &str) -> Result<()> {
    match passphrase.chars().count() >= LEAST_PASSPHRASE {
        true => Ok(()),
        false => Err(WorkspaceError::PassphraseShort { least: LEAST_PASSPHRASE as u64 }.into()),
    }
}

/// Makes the key of a new workspace and keeps it.
/// # Errors
/// `key.passphrase_needed` when there is neither a keychain nor a passphrase, `key.passphrase_short`.
pub fn create(workspace_id: &str, choice: Choice, source: &KeySource) -> Result<(Key, Protection)> {
    if choice == Choice::Unencrypted {
        return Ok((None, Protection::None));
    }
    let mut key = Zeroizing::new([0u8; 32]);
    random(key.as_mut())?;
    if let Some(passphrase) = &source.passphrase {
        let wrapped = wrap(&key, passphrase)?;
        return Ok((Some(key), Protection::Passphrase(wrapped)));
    }
    keep_in_keychain(workspace_id, &key)?;
    Ok((Some(key), Protection::Keychain))
}

/// The keychain's place for this workspace's key: in the store that a test or a shell has chosen
/// before, else in the platform's own.
fn entry(workspace_id: &str) -> keyring::Result<keyring_core::Entry> {
    match keyring_core::get_default_store() {
        Some(_) => keyring_core::Entry::new(SERVICE, workspace_id),
        None => Ok(keyring::Entry::new(SERVICE, workspace_id)?.inner),
    }
}

/// Puts a key into the keychain and reads it back, so that a keychain that only pretends is
/// noticed before data depends on it.
/// # Errors
/// `key.passphrase_needed` when there is no keychain.
pub fn keep_in_keychain(workspace_id: &str, key: &[u8; 32]) -> Result<()> {
    let keep = || -> keyring::Result<bool> {
        let entry = entry(workspace_id)?;
        entry.set_secret(key)?;
        Ok(entry.get_secret()? == key)
    };
    match keep() {
        Ok(true) => Ok(()),
        Ok(false) => Err(WorkspaceError::PassphraseNeeded.into()),
        Err(e) => Err(Error::from(WorkspaceError::PassphraseNeeded).because(e)),
    }
}

/// Puts another secret beside the key; false when the keychain does not keep it.
pub(crate) fn keep_secret(name: &str, secret: &[u8]) -> bool {
    let keep = || -> keyring::Result<bool> {
        let entry = entry(name)?;
        entry.set_secret(secret)?;
        Ok(entry.get_secret()? == secret)
    };
    keep().unwrap_or(false)
}

/// What [`keep_secret`] kept.
pub(crate) fn secret(name: &str) -> Option<Vec<u8>> {
    entry(name).and_then(|e| e.get_secret()).ok()
}

/// Takes it away again.
pub(crate) fn forget_secret(name: &str) {
    // There may be none; then it is away.
    let _ = entry(name).and_then(|e| e.delete_credential());
}

/// Whether a workspace that is to be made now needs a passphrase: none is there, and no keychain
/// keeps what it is given.
pub fn is_passphrase_needed(choice: Choice, source: &KeySource) -> bool {
    const PROBE: &str = "is anybody there";
    if choice == Choice::Unencrypted || source.passphrase.is_some() {
        return false;
    }
    let is_kept = keep_in_keychain(PROBE, &[7u8; 32]).is_ok();
    forget(PROBE, &Protection::Keychain);
    !is_kept
}

/// Whether [`create`] would keep a key, before anything else depends on it.
/// # Errors
/// As [`create`].
pub(crate) fn may_create(choice: Choice, source: &KeySource) -> Result<()> {
    match &source.passphrase {
        _ if choice == Choice::Unencrypted => Ok(()),
        Some(passphrase) => check_new(passphrase),
        None if is_passphrase_needed(choice, source) => {
            Err(WorkspaceError::PassphraseNeeded.into())
        }
        None => Ok(()),
    }
}

/// Takes the key of a workspace that was not made after all out of the keychain.
pub(crate) fn forget(workspace_id: &str, protection: &Protection) {
    if *protection == Protection::Keychain {
        forget_secret(workspace_id);
    }
}

/// Gets the key of a workspace that exists.
/// # Errors
/// `key.passphrase_needed`, `key.passphrase_wrong`, `key.keychain_unavailable`,
/// `key.not_in_keychain`.
pub fn unlock(workspace_id: &str, protection: &Protection, source: &KeySource) -> Result<Key> {
    match protection {
        Protection::None => Ok(None),
        Protection::Passphrase(wrapped) => {
            let passphrase = source.passphrase.as_ref().ok_or(WorkspaceError::PassphraseNeeded)?;
            unwrap(wrapped, passphrase).map(Some)
        }
        Protection::Keychain => {
            let secret = entry(workspace_id).and_then(|e| e.get_secret());
            match secret {
                Ok(bytes) => {
                    let bytes = Zeroizing::new(bytes);
                    let key = <[u8; 32]>::try_from(bytes.as_slice())
                        .map_err(|_| WorkspaceError::NotInKeychain)?;
                    Ok(Some(Zeroizing::new(key)))
                }
                // A locked keychain that cannot ask its owner also says "no entry".
                Err(keyring::Error::NoEntry) => Err(WorkspaceError::NotInKeychain.into()),
                Err(e) => Err(WorkspaceError::KeychainUnavailable { detail: e.to_string() }.into()),
            }
        }
    }
}

fn derived(
    passphrase: &str,
    salt: &[u8],
    memory_kib: u32,
    passes: u32,
) -> Result<Zeroizing<[u8; 32]>> {
    let params =
        Params::new(memory_kib, passes, 1, Some(32)).map_err(|e| Error::internal(e.to_string()))?;
    let mut out = Zeroizing::new([0u8; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), salt, out.as_mut())
        .map_err(|e| Error::internal(e.to_string()))?;
    Ok(out)
}

/// Wraps a key by a passphrase that is new for it.
/// # Errors
/// `key.passphrase_short`; `internal` when the machine has no random numbers or memory.
pub fn wrap(key: &[u8; 32], passphrase: &str) -> Result<Wrapped> {
    check_new(passphrase)?;
    let (mut salt, mut nonce) = ([0u8; 16], [0u8; 24]);
    random(&mut salt)?;
    random(&mut nonce)?;
    let wrapping = derived(passphrase, &salt, MEMORY_KIB, PASSES)?;
    let cipher = XChaCha20Poly1305::new_from_slice(wrapping.as_ref())
        .map_err(|e| Error::internal(e.to_string()))?;
    let wrapped = cipher
        .encrypt(&XNonce::from(nonce), Payload { msg: key, aad: b"netra key 1" })
        .map_err(|e| Error::internal(e.to_string()))?;
    Ok(Wrapped {
        memory_kib: MEMORY_KIB,
        passes: PASSES,
        salt: hex::encode(salt),
        nonce: hex::encode(nonce),
        wrapped: hex::encode(wrapped),
    })
}

/// Unwraps a key.
/// # Errors
/// `key.passphrase_wrong`; also when the description was tampered with.
pub fn unwrap(w: &Wrapped, passphrase: &str) -> Result<Zeroizing<[u8; 32]>> {
    let wrong = || Error::from(WorkspaceError::PassphraseWrong);
    // Bounds, so that a hostile workspace.json cannot ask for a terabyte or a week.
    if !(8..=1 << 20).contains(&w.memory_kib) || !(1..=16).contains(&w.passes) {
        return Err(wrong());
    }
    let (Ok(salt), Ok(nonce), Ok(wrapped)) =
        (hex::decode(&w.salt), hex::decode(&w.nonce), hex::decode(&w.wrapped))
    else {
        return Err(wrong());
    };
    let nonce = <[u8; 24]>::try_from(nonce.as_slice()).map_err(|_| wrong())?;
    let wrapping = derived(passphrase, &salt, w.memory_kib, w.passes).map_err(|_| wrong())?;
    let cipher = XChaCha20Poly1305::new_from_slice(wrapping.as_ref())
        .map_err(|e| Error::internal(e.to_string()))?;
    let key = cipher
        .decrypt(&XNonce::from(nonce), Payload { msg: wrapped.as_slice(), aad: b"netra key 1" })
        .map(Zeroizing::new)
        .map_err(|_| wrong())?;
    Ok(Zeroizing::new(<[u8; 32]>::try_from(key.as_slice()).map_err(|_| wrong())?))
}

/// A key for one purpose, derived from the workspace's.
pub fn purpose(key: &[u8; 32], purpose: &str) -> Result<Zeroizing<[u8; 32]>> {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(key).map_err(|e| Error::internal(e.to_string()))?;
    mac.update(purpose.as_bytes());
    Ok(Zeroizing::new(mac.finalize().into_bytes().into()))
}

/// Seals a secret for one purpose; without a key it stays as it is, like all else there.
/// # Errors
/// `internal` when the machine has no random numbers.
pub fn seal(key: &Key, what: &str, secret: &[u8]) -> Result<Vec<u8>> {
    let Some(key) = key else { return Ok([&[PLAIN], secret].concat()) };
    let mut nonce = [0u8; 24];
    random(&mut nonce)?;
    let sealing = purpose(key, what)?;
    let sealed = XChaCha20Poly1305::new_from_slice(sealing.as_ref())
        .map_err(|e| Error::internal(e.to_string()))?
        .encrypt(&XNonce::from(nonce), Payload { msg: secret, aad: what.as_bytes() })
        .map_err(|e| Error::internal(e.to_string()))?;
    Ok([&[SEALED], nonce.as_slice(), &sealed].concat())
}

/// What [`seal`] sealed with this key for this purpose; None for anything else.
#[must_use]
pub fn unseal(key: &Key, what: &str, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    match (key, sealed.split_first()?) {
        (None, (&PLAIN, secret)) => Some(Zeroizing::new(secret.to_vec())),
        (Some(key), (&SEALED, rest)) => {
            let (nonce, sealed) = rest.split_first_chunk::<24>()?;
            let opening = purpose(key, what).ok()?;
            let cipher = XChaCha20Poly1305::new_from_slice(opening.as_ref()).ok()?;
            let payload = Payload { msg: sealed, aad: what.as_bytes() };
            cipher.decrypt(&XNonce::from(*nonce), payload).ok().map(Zeroizing::new)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passphrase_unwraps_what_it_wrapped_and_nothing_else_does() {
        let key = [7u8; 32];
        let wrapped = wrap(&key, "सही passphrase").unwrap();
        assert_eq!(*unwrap(&wrapped, "सही passphrase").unwrap(), key);
        assert_eq!(unwrap(&wrapped, "wrong").unwrap_err().code(), "key.passphrase_wrong");
        for spoilt in [
            Wrapped { nonce: "zz".into(), ..wrapped.clone() },
            Wrapped { memory_kib: u32::MAX, ..wrapped.clone() },
            Wrapped { wrapped: String::new(), ..wrapped.clone() },
        ] {
            assert_eq!(
                unwrap(&spoilt, "सही passphrase").unwrap_err().code(),
                "key.passphrase_wrong"
            );
        }
    }

    #[test]
    fn a_new_passphrase_has_its_least_length_wherever_it_comes_from() {
        let source = |text: &str| KeySource { passphrase: Some(text.to_owned().into()) };
        for (text, is_enough) in [("7 chars", false), ("8 chars!", true), ("सही शब्द हैं", true)]
        {
            let code = create("w", Choice::Best, &source(text)).err().map(|e| e.code().to_owned());
            assert_eq!(code.as_deref(), (!is_enough).then_some("key.passphrase_short"), "{text}");
            assert_eq!(wrap(&[7; 32], text).is_ok(), is_enough, "{text}");
        }
        // One of before the rule still opens what it wrapped.
        let (salt, nonce) = ([1u8; 16], [2u8; 24]);
        let wrapping = derived("short", &salt, 8, 1).unwrap();
        let cipher = XChaCha20Poly1305::new_from_slice(wrapping.as_ref()).unwrap();
        let payload = Payload { msg: &[7u8; 32], aad: b"netra key 1" };
        let old = Wrapped {
            memory_kib: 8,
            passes: 1,
            salt: hex::encode(salt),
            nonce: hex::encode(nonce),
            wrapped: hex::encode(cipher.encrypt(&XNonce::from(nonce), payload).unwrap()),
        };
        assert_eq!(*unwrap(&old, "short").unwrap(), [7; 32]);
    }

    #[test]
    fn purposes_have_different_keys() {
        assert_ne!(*purpose(&[1; 32], "files").unwrap(), *purpose(&[1; 32], "names").unwrap());
    }

    #[test]
    fn what_is_sealed_opens_with_its_key_for_its_purpose() {
        let (ours, theirs) = (Some(Zeroizing::new([1; 32])), Some(Zeroizing::new([2; 32])));
        let sealed = seal(&ours, "factor", b"secret").unwrap();
        assert!(!sealed.windows(6).any(|w| w == b"secret"));
        assert_eq!(unseal(&ours, "factor", &sealed).unwrap().as_slice(), b"secret");
        assert!(unseal(&theirs, "factor", &sealed).is_none());
        assert!(unseal(&ours, "files", &sealed).is_none());
        assert!(unseal(&None, "factor", &sealed).is_none());
        let plain = seal(&None, "factor", b"secret").unwrap();
        assert_eq!(unseal(&None, "factor", &plain).unwrap().as_slice(), b"secret");
        assert!(unseal(&ours, "factor", &plain).is_none(), "nothing unsealed is put under");
        for spoilt in [&[][..], &[SEALED], &sealed[..30], &[9; 60]] {
            assert!(unseal(&ours, "factor", spoilt).is_none());
        }
    }
}
