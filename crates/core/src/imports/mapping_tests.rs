//! Columns matched, named and read.

use super::*;

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|s| (*s).to_owned()).collect()
}

#[test]
fn columns_are_matched_by_name_in_two_languages() {
    let m = match_columns(
        &words(&[
            "S.No",
            "Full Name",
            "Mobile No.",
            "E-mail ID",
            "City",
            "Lead Source",
            "PIN Code",
        ]),
        &[],
        "IN",
    );
    let at = |f: Field| m.fields.get(&f).cloned().unwrap_or_default();
    assert_eq!(at(Field::Name), [1]);
    assert_eq!(at(Field::Phone), [2]);
    assert_eq!(at(Field::Email), [3]);
    assert_eq!(at(Field::City), [4]);
    assert_eq!(at(Field::Source), [5]);
    assert_eq!(at(Field::Pin), [6]);
    let m = match_columns(&words(&["नाम", "मोबाइल नंबर", "ई-मेल", "शहर", "कंपनी"]), &[], "IN");
    assert_eq!(m.fields.len(), 5);
    assert_eq!(m.fields[&Field::Phone], [1]);
}

#[test]
fn several_columns_fill_one_field() {
    let m = match_columns(&words(&["Last Name", "First Name", "Phone", "Mobile"]), &[], "IN");
    let today = Date::new(2026, 11, 21).unwrap();
    let r = read_row(&m, "Fair", &words(&["Rao", "Asha", "", "98765 43210"]), today);
    assert_eq!(r.fields.name, "Asha Rao");
    assert_eq!(r.fields.phone, "98765 43210");
    assert_eq!(r.fields.source, "Fair");
}

#[test]
fn what_has_no_telling_name_is_matched_by_content() {
    let columns = words(&["a", "b", "c"]);
    let sample = [words(&["9876543210", "x@y.in", "Asha"]), words(&["", "u@v.in", "Ravi"])];
    let m = match_columns(&columns, &sample, "IN");
    assert_eq!(m.fields[&Field::Phone], [0]);
    assert_eq!(m.fields[&Field::Email], [1]);
    assert_eq!(m.fields[&Field::Name], [2]);
    assert!(is_header(&columns, "IN"));
    assert!(!is_header(&sample[0], "IN"));
}

#[test]
fn duplicate_headers_do_not_confuse() {
    let m = match_columns(&words(&["Name", "Name", "Phone", "Phone", ""]), &[], "IN");
    assert_eq!(m.fields[&Field::Name], [0]);
    assert_eq!(m.fields[&Field::Phone], [2, 3]);
}

/// Each of them is told apart in one step: the work grows with the headers, not with their square.
#[test]
fn many_equal_headers_are_told_apart_too() {
    let headers = vec!["Phone".to_owned(); super::super::MAX_COLUMNS];
    let told = match_columns(&headers, &[], "IN").columns;
    let last = format!("Phone ({})", headers.len());
    assert_eq!((told[1].as_str(), told.last()), ("Phone (2)", Some(&last)));
}

#[test]
fn equal_headers_are_told_apart_and_each_can_be_chosen() {
    for (headers, told) in [
        (["Phone", "Phone", "Phone"], ["Phone", "Phone (2)", "Phone (3)"]),
        (["Phone", " PHONE ", "Phone (2)"], ["Phone", "PHONE (3)", "Phone (2)"]),
        (["", "", "Name"], ["", "", "Name"]),
        (["फ़ोन", "फ़ोन", "नाम"], ["फ़ोन", "फ़ोन (2)", "नाम"]),
    ] {
        assert_eq!(match_columns(&words(&headers), &[], "IN").columns, told);
    }
    let headers = words(&["Name", "Name", "Phone", "Phone"]);
    let mut m = match_columns(&headers, &[], "IN");
    m.set([("name", &words(&["Name (2)"])), ("phone", &words(&["Phone (2)", "Phone"]))]).unwrap();
    assert_eq!((&m.fields[&Field::Name], &m.fields[&Field::Phone]), (&vec![1], &vec![3, 2]));
    // The next file of the source has it the same way, also one that was remembered before.
    let mut before = m.clone();
    before.columns.clone_from(&headers);
    before.fields.insert(Field::Phone, vec![2, 3]);
    let mut next = match_columns(&headers, &[], "IN");
    next.remember(&m);
    assert_eq!(next.fields, m.fields);
    next.remember(&before);
    assert_eq!(next.fields[&Field::Phone], [2, 3]);
    // A file of rejected rows carries the told headers and is matched as the first was.
    let again = match_columns(&next.columns, &[], "IN");
    assert_eq!(again.fields[&Field::Phone], [2, 3]);
    assert_eq!(again.columns, next.columns);
}

#[test]
fn a_mapping_is_remembered_by_header() {
    let mut old = match_columns(&words(&["Kunde", "Telefon"]), &[], "IN");
    let headers = |h: &str| words(&[h]);
    old.set([("name", &headers("kunde")), ("phone", &headers("Telefon"))]).unwrap();
    let mut new = match_columns(&words(&["Telefon", "City", "Kunde"]), &[], "IN");
    new.remember(&old);
    assert_eq!(new.fields[&Field::Name], [2]);
    assert_eq!(new.fields[&Field::Phone], [0]);
    assert_eq!(new.set([("colour", &headers("City"))]).unwrap_err().code(), "import.field_unknown");
    assert_eq!(new.set([("city", &headers("Stadt"))]).unwrap_err().code(), "import.column_unknown");
}

#[test]
fn cells_are_tidied() {
    for (cell, expected) in [
        (" 'x ", "'x"),
        ("'+91 98", "+91 98"),
        ("9876543210.0", "9876543210"),
        ("4.0", "4.0"),
        ("\u{feff}Asha", "Asha"),
    ] {
        assert_eq!(tidy_cell(cell), expected);
    }
    assert_eq!(title_case("ASHA o'neil-RAO"), "ASHA o'neil-RAO");
    assert_eq!(title_case("asha o'neil-rao"), "Asha O'neil-Rao");
}

#[test]
fn columns_that_are_named_are_taken_together_or_refused() {
    let mut m = match_columns(&words(&["First", "Last", "Phone", "City"]), &[], "IN");
    m.set([("name", &words(&["First", "Last"])), ("city", &words(&[""]))]).unwrap();
    assert_eq!(m.fields[&Field::Name], [0, 1]);
    assert!(!m.fields.contains_key(&Field::City));
    let today = Date::new(2026, 11, 21).unwrap();
    let r = read_row(&m, "Fair", &words(&["Gita", "Rao", "98765 43210", ""]), today);
    assert_eq!(r.fields.name, "Gita Rao");
    let twice = m.set([("name", &words(&["First"])), ("company_name", &words(&["first"]))]);
    assert_eq!(twice.unwrap_err().code(), "import.column_twice");
}

#[test]
fn a_mapping_that_points_nowhere_is_refused() {
    let mut m = match_columns(&words(&["Name", "Phone"]), &[], "IN");
    m.check().unwrap();
    m.fields.insert(Field::City, vec![7]);
    assert_eq!(m.check().unwrap_err().code(), "import.column_out_of_range");
    let odd = Mapping { columns: words(&["\u{89}PNG\r\n"]), ..Mapping::default() };
    let e = odd.check().unwrap_err();
    assert_eq!((e.code(), &e.args()["columns"]), ("import.no_name", &serde_json::json!("PNG")));
}
