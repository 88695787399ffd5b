//! Exact vectors, worked examples, and properties.

use super::*;
use proptest::prelude::*;

fn rate(percent: &str) -> Rate {
    let percent = Exact::parse(percent).unwrap();
    Rate { key: format!("r{percent}"), title: String::new(), percent, kind: RateKind::Taxable }
}

fn how(treatment: Treatment, rounding: Rounding) -> How {
    How {
        treatment,
        rounding,
        prices_include_tax: false,
        is_reverse_charge: false,
        round_total_to_minor: 1,
    }
}

fn line<'a>(quantity: &str, price: i64, discount: &str, rate: &'a Rate) -> Line<'a> {
    Line {
        quantity: Exact::parse(quantity).unwrap(),
        unit_price_minor: price,
        discount_percent: Exact::parse(discount).unwrap(),
        rate,
    }
}

const BOTH: [Rounding; 2] = [Rounding::Line, Rounding::Document];

#[test]
fn central_and_state_tax_are_rounded_separately() {
    let r = rate("18");
    for rounding in BOTH {
        for (treatment, taxes) in [
            (Treatment::WithinState, vec![(Component::Cgst, 900), (Component::Sgst, 900)]),
            (Treatment::WithinTerritory, vec![(Component::Cgst, 900), (Component::Utgst, 900)]),
            (Treatment::AcrossStates, vec![(Component::Igst, 1_799)]),
        ] {
            let t = compute(&[line("1", 9_997, "0", &r)], how(treatment, rounding)).unwrap();
            let got: Vec<_> = t.taxes.iter().map(|t| (t.component, t.tax_minor)).collect();
            assert_eq!(got, taxes);
            assert_eq!(t.total_minor, 9_997 + taxes.iter().map(|t| t.1).sum::<i64>());
        }
    }
}

#[test]
fn rounding_by_line_and_by_document_differ() {
    let r = rate("22");
    let lines = [line("16", 34_835, "4", &r)];
    for (rounding, total) in [(Rounding::Document, 652_780), (Rounding::Line, 652_781)] {
        let t = compute(&lines, how(Treatment::AcrossStates, rounding)).unwrap();
        assert_eq!(t.total_minor, total, "{rounding:?}");
    }
}

/// Three lines of 0.333 at ₹1.00: 33.3 paise each are shown as 33, and are 99.9 together.
#[test]
fn document_rounding_shows_what_rounding_did() {
    let r = rate("0");
    let lines =
        [line("0.333", 100, "0", &r), line("0.333", 100, "0", &r), line("0.333", 100, "0", &r)];
    let t = compute(&lines, how(Treatment::AcrossStates, Rounding::Document)).unwrap();
    assert_eq!((t.subtotal_minor, t.line_rounding_minor, t.net_minor), (99, 1, 100));
    let t = compute(&lines, how(Treatment::AcrossStates, Rounding::Line)).unwrap();
    assert_eq!((t.subtotal_minor, t.line_rounding_minor, t.net_minor), (99, 0, 99));
}

/// A price of £120.00 with 20 % VAT in it is £100.00 and £20.00; £99.99 holds £16.67 of tax
/// (16.665), which leaves £83.32.
#[test]
fn prices_with_tax_in_them() {
    for (price, percent, treatment, net, tax) in [
        (12_000, "20", Treatment::Vat, 10_000, 2_000),
        (9_999, "20", Treatment::Vat, 8_332, 1_667),
        (11_800, "18", Treatment::WithinState, 10_000, 1_800),
        (11_800, "18", Treatment::AcrossStates, 10_000, 1_800),
        (10_500, "5", Treatment::Vat, 10_000, 500),
        // Nothing is in the price when nothing is taxed.
        (11_800, "18", Treatment::ZeroRatedExport, 11_800, 0),
    ] {
        let r = rate(percent);
        for rounding in BOTH {
            let t = compute(
                &[line("1", price, "0", &r)],
                How { prices_include_tax: true, ..how(treatment, rounding) },
            )
            .unwrap();
            assert_eq!((t.net_minor, t.tax_minor, t.total_minor), (net, tax, price));
        }
    }
}

/// A mixed invoice: goods at 5 %, a service at 18 %, something exempt.
#[test]
fn rates_are_added_up_each_by_itself() {
    let (five, eighteen) = (rate("5"), rate("18"));
    let exempt = Rate { kind: RateKind::Exempt, key: "exempt".into(), ..rate("0") };
    let lines = [
        line("10", 12_345, "10", &five),
        line("2.5", 200_000, "0", &eighteen),
        line("1", 50_000, "0", &exempt),
    ];
    let t = compute(&lines, how(Treatment::WithinState, Rounding::Line)).unwrap();
    let rows: Vec<_> = t
        .taxes
        .iter()
        .map(|t| (t.component, t.percent.to_string(), t.taxable_minor, t.tax_minor))
        .collect();
    assert_eq!(
        rows,
        [
            (Component::Cgst, "9".to_owned(), 500_000, 45_000),
            (Component::Sgst, "9".to_owned(), 500_000, 45_000),
            (Component::Cgst, "2.5".to_owned(), 111_105, 2_778),
            (Component::Sgst, "2.5".to_owned(), 111_105, 2_778),
        ]
    );
    assert_eq!(t.net_minor, 661_105);
    assert_eq!(t.total_minor, 661_105 + 95_556);
}

#[test]
fn under_reverse_charge_the_client_pays_the_tax() {
    let r = rate("20");
    for includes in [false, true] {
        let t = compute(
            &[line("1", 10_000, "0", &r)],
            How {
                is_reverse_charge: true,
                prices_include_tax: includes,
                ..how(Treatment::Vat, Rounding::Line)
            },
        )
        .unwrap();
        assert_eq!((t.tax_minor, t.reverse_charge_minor, t.total_minor), (0, 2_000, 10_000));
    }
}

#[test]
fn a_total_may_be_rounded_to_the_rupee() {
    let r = rate("18");
    for (price, off, total) in
        [(9_997, 3, 11_800), (10_042, 50, 11_900), (10_040, -48, 11_800), (10_000, 0, 11_800)]
    {
        let t = compute(
            &[line("1", price, "0", &r)],
            How { round_total_to_minor: 100, ..how(Treatment::WithinState, Rounding::Line) },
        )
        .unwrap();
        assert_eq!((t.round_off_minor, t.total_minor), (off, total), "{price}");
    }
}

#[test]
fn too_much_money_is_refused() {
    let r = rate("18");
    let lines = [line("999999999999", i64::MAX, "0", &r)];
    for rounding in BOTH {
        let e = compute(&lines, how(Treatment::Vat, rounding)).unwrap_err();
        assert_eq!(e.code(), "money.too_large");
    }
}

fn any_treatment() -> impl Strategy<Value = Treatment> {
    prop::sample::select(vec![
        Treatment::WithinState,
        Treatment::WithinTerritory,
        Treatment::AcrossStates,
        Treatment::ZeroRatedSez,
        Treatment::ZeroRatedExport,
        Treatment::Vat,
        Treatment::Untaxed,
    ])
}

proptest! {
    #[test]
    fn totals_add_up(
        rows in prop::collection::vec((0u32..1_000_000, 0i64..10_000_000, 0u32..=10_000, 0usize..4), 0..30),
        treatment in any_treatment(), by_line in any::<bool>(), includes in any::<bool>(),
        reverse in any::<bool>(), whole in any::<bool>(),
    ) {
        let rates = [rate("0"), rate("5"), rate("18"), rate("0.25")];
        let lines: Vec<Line<'_>> = rows
            .iter()
            .map(|(q, price, d, r)| Line {
                quantity: Exact::new(Decimal::new(i64::from(*q), 3)).unwrap(),
                unit_price_minor: *price,
                discount_percent: Exact::new(Decimal::new(i64::from(*d), 2)).unwrap(),
                rate: &rates[*r],
            })
            .collect();
        let rounding = if by_line { Rounding::Line } else { Rounding::Document };
        let t = compute(&lines, How {
            treatment, rounding, prices_include_tax: includes, is_reverse_charge: reverse,
            round_total_to_minor: if whole { 100 } else { 1 },
        }).unwrap();
        let nets: i64 = t.lines.iter().map(|l| l.net_minor).sum();
        prop_assert_eq!(nets, t.subtotal_minor);
        prop_assert_eq!(nets + t.line_rounding_minor, t.net_minor);
        prop_assert_eq!(t.net_minor + t.tax_minor + t.round_off_minor, t.total_minor);
        let taxes: i64 = t.taxes.iter().map(|t| t.tax_minor).sum();
        prop_assert_eq!(taxes, t.tax_minor + t.reverse_charge_minor);
        if by_line { prop_assert_eq!(t.line_rounding_minor, 0); }
        if includes && by_line && !reverse && !whole {
            let amounts: i64 = t.lines.iter().map(|l| l.amount_minor).sum();
            prop_assert_eq!(t.total_minor, amounts);
        }
        // Each rounding moves less than one minor unit per line or per part of a rate.
        prop_assert!(t.line_rounding_minor.abs() <= lines.len() as i64 + 8);
        if whole { prop_assert!(t.round_off_minor.abs() <= 50); }
    }
}
