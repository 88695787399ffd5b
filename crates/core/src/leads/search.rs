//! Search as you type: what a person typed → a question to the index.

/// The most words that one search considers.
const MAX_WORDS: usize = 8;

/// An FTS5 expression in which every word is a prefix and all must match; None when nothing
/// searchable was typed. Words are cut as the index cuts them: letters, digits and marks.
pub(crate) fn expression(typed: &str) -> Option<String> {
    let mut out = String::new();
    let words = typed.split(|c| !is_word(c)).filter(|w| !w.is_empty()).take(MAX_WORDS);
    for word in words {
        let short: String = word.chars().take(40).collect();
        if !out.is_empty() {
            out.push_str(" AND ");
        }
        out.push('"');
        out.push_str(&short);
        out.push_str("\"*");
    }
    (!out.is_empty()).then_some(out)
}

/// Letters and digits, and the vowel signs and marks of Indian scripts. Narrower than Unicode of
/// today on purpose: the index knows an older one, and a word that it would cut is an error there.
fn is_word(c: char) -> bool {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' => true,
        '\u{c0}'..='\u{24f}' => c != '×' && c != '÷',
        '\u{964}' | '\u{965}' | '\u{970}' => false,
        '\u{900}'..='\u{97f}' => true,
        '\u{980}'..='\u{dff}' | '\u{370}'..='\u{523}' | '\u{5d0}'..='\u{64a}' => {
            c.is_alphanumeric()
        }
        '\u{e01}'..='\u{e3a}' | '\u{3041}'..='\u{30fa}' | '\u{4e00}'..='\u{9fcc}' => {
            c.is_alphanumeric()
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use netra_kernel::rusqlite::Connection;
    use proptest::prelude::*;

    #[test]
    fn words_become_prefixes() {
        assert_eq!(expression("Ana de").as_deref(), Some("\"Ana\"* AND \"de\"*"));
        assert_eq!(expression("a.b@c-d.in").unwrap().matches('*').count(), 5);
        assert_eq!(expression(" \" ' ( * "), None);
        assert_eq!(expression("क्षत्रिय").as_deref(), Some("\"क्षत्रिय\"*"));
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_index(typed in any::<String>()) {
            let conn = Connection::open_in_memory().unwrap();
            conn.execute_batch(
                "CREATE VIRTUAL TABLE s USING fts5 (x, detail = 'none', prefix = '1 2 3',
                 tokenize = \"unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'\");
                 INSERT INTO s VALUES ('Asha Rao');",
            ).unwrap();
            if let Some(e) = expression(&typed) {
                let found = conn.prepare("SELECT rowid FROM s WHERE s MATCH ?1").unwrap()
                    .query_map([&e], |r| r.get::<_, i64>(0)).unwrap().collect::<Result<Vec<_>, _>>();
                prop_assert!(found.is_ok(), "{typed:?} → {e}: {found:?}");
            }
        }
    }
}
