//! The rules of payments, over a real database.

use super::is_reminder_day;

#[test]
fn reminders_go_out_on_their_days() {
    let days: Vec<i64> = (-10..40).filter(|d| is_reminder_day(*d)).collect();
    assert_eq!(days, [-3, 0, 3, 7, 15, 22, 29, 36]);
}
