//! What failed, out of all that a test program said.

/// Lines of a failure that are told again, and of all of them together.
const OF_EACH: usize = 14;
const OF_ALL: usize = 60;

/// The failed tests of a TAP output (`not ok`) or of Rust's (`---- name stdout ----`), each with
/// its first lines; the last lines where there are none.
pub fn among(lines: &[String]) -> String {
    let begins = |line: &str| {
        let line = line.trim_start();
        line.starts_with("not ok ") || (line.starts_with("---- ") && line.ends_with(" ----"))
    };
    let mut told: Vec<&str> = Vec::new();
    let mut left = 0;
    for line in lines {
        if begins(line) {
            left = OF_EACH;
        } else if line.trim() == "..." || line.trim_start().starts_with("stack:") {
            left = 0;
        }
        if left > 0 {
            told.push(line);
            left -= 1;
        }
    }
    if told.is_empty() {
        told = lines.iter().map(String::as_str).collect();
        told.drain(..told.len().saturating_sub(OF_EACH * 2));
    }
    told.truncate(OF_ALL);
    let short = |line: &&str| format!("    {}", line.chars().take(400).collect::<String>());
    told.iter().map(short).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::among;

    fn of(text: &str) -> String {
        among(&text.lines().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn a_failed_test_is_told_with_its_reason_and_without_the_way_there() {
        let tap = "ok 1 - opens\nnot ok 2 - saves\n  ---\n  error: 'no room'\n  stack: |-\n    a (b.mjs)\n  ...\n# fail 1";
        assert_eq!(of(tap), "    not ok 2 - saves\n      ---\n      error: 'no room'");
    }

    #[test]
    fn rust_names_its_failures() {
        let said = "test a ... ok\nfailures:\n\n---- b stdout ----\nleft: 1\nright: 2";
        assert_eq!(of(said), "    ---- b stdout ----\n    left: 1\n    right: 2");
    }

    #[test]
    fn what_names_none_is_told_from_its_end() {
        let said: String = (1..=100).map(|n| format!("{n}\n")).collect();
        assert!(of(&said).starts_with("    73\n") && of(&said).ends_with("    100"));
        assert_eq!(of(""), "");
    }
}
