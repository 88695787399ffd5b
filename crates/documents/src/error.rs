//! The refusals of this crate, by stable code (sentences are in `assets/lang`).
//!
//! Invariant: every code that this crate returns is listed in [`CODES`].

use netra_kernel::Kind;
pub use netra_kernel::{Error, Result};

/// Every code of this crate, for the test that each has a sentence in every language.
pub const CODES: &[&str] = &[
    "template.header",
    "template.syntax",
    "template.unknown_field",
    "template.internal_field",
    "template.audience",
    "template.too_large",
    "template.value",
    "document.directive",
    "document.image_missing",
    "document.image_unreadable",
    "document.failed",
    "pack.name",
    "pack.manifest",
    "pack.unreadable",
    "pack.write",
];

/// A template that is wrong at a line (1-based, counted from the top of its file).
pub(crate) fn at(code: &'static str, line: usize, problem: impl std::fmt::Display) -> Error {
    Error::new(Kind::Invalid, code).arg("line", line).arg("problem", problem.to_string())
}

/// A fault of the machine or of this crate, with its source for the log.
pub(crate) fn failed(source: impl std::fmt::Display) -> Error {
    Error::new(Kind::Internal, "document.failed").because(source.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_sentence_in_every_language() {
        for (name, sentences) in [
            ("en", include_str!("../../../assets/lang/en.ftl")),
            ("hi", include_str!("../../../assets/lang/hi.ftl")),
        ] {
            for code in CODES {
                let id = format!("error-{} = ", code.replace('.', "-"));
                assert!(sentences.lines().any(|l| l.starts_with(&id)), "{name}: {id}");
            }
        }
    }
}
