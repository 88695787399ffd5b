//! Text that people typed, made safe inside Markdown: it is shown as typed and can start nothing.
//!
//! Invariant: `text_of(parse(escape(s)))` is `s` up to white space, for any `s`, wherever in a
//! line, list, table cell or heading it is put.

/// Characters that can begin or end a Markdown construct anywhere in a line.
fn is_special(c: char) -> bool {
    matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$')
}

/// Escapes one value. Line breaks become `<br>`, other control characters vanish.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let text = text.replace("\r\n", "\n");
    let mut lines = text.trim().split(['\n', '\r', '\u{2028}', '\u{2029}']).peekable();
    while let Some(line) = lines.next() {
        escape_line(line, &mut out);
        if lines.peek().is_some() {
            out.push_str("<br>");
        }
    }
    out
}

/// White space at the ends of a line means something in Markdown, so it is left out, except for
/// one blank that keeps words of neighbouring values apart.
fn escape_line(line: &str, out: &mut String) {
    // A construct may start at the value's first character, or after leading digits.
    let mut opening = true;
    let mut only_digits = true;
    let mut last_blank = true;
    for c in line.chars() {
        if c == '\t' || c == ' ' {
            if !last_blank {
                out.push(' ');
            }
            last_blank = true;
            continue;
        }
        if c.is_control() || is_invisible(c) {
            continue;
        }
        let marker = (opening && matches!(c, '#' | '+' | '-' | '=' | ':' | '!' | '.' | ')'))
            || (only_digits && matches!(c, '.' | ')'))
            || (last_blank && c == '#');
        // A closing run of # in a heading, and ^ of footnotes, are also taken away.
        if is_special(c) || marker || c == '#' || c == '^' || c == '{' || c == '}' {
            out.push('\\');
        }
        out.push(c);
        opening = false;
        last_blank = false;
        only_digits &= c.is_ascii_digit();
    }
    while out.ends_with(' ') {
        out.pop();
    }
}

/// Characters that turn the direction of text around or hide: they can make a reader see
/// something else than what is written.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

/// Text that is Markdown on purpose: kept, but it cannot give directives to the document.
pub fn tame_markdown(text: &str) -> String {
    let text: String = text
        .replace("\r\n", "\n")
        .chars()
        .filter(|c| *c == '\n' || *c == '\t' || !(c.is_control() || is_invisible(*c)))
        .collect();
    text.replace("<!--", "\\<!--")
        .replace("```signatures", "```text")
        .replace("```chart", "```text")
        .replace("~~~", "\\~~~")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_of_escapes() {
        for (given, expected) in [
            ("plain text", "plain text"),
            ("# not a heading", "\\# not a heading"),
            ("1. not a list", "1\\. not a list"),
            ("- x", "\\- x"),
            ("a|b", "a\\|b"),
            ("a\nb", "a<br>b"),
            ("<script>", "\\<script\\>"),
            ("[x](y)", "\\[x\\](y)"),
            ("  a\u{0}\u{202E}b  ", "ab"),
            ("---", "\\---"),
            ("50-60%", "50-60%"),
        ] {
            assert_eq!(escape(given), expected, "{given:?}");
        }
    }
}
