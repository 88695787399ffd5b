//! One file per verb.

mod payment_record;
mod payment_reject;
mod payment_reverse;
mod payment_verify;

pub use super::store::Mode;
pub use payment_record::{PaymentRecord, PaymentRecorded};
pub use payment_reject::PaymentReject;
pub use payment_reverse::{PaymentReverse, PaymentReversed};
pub use payment_verify::{PaymentVerified, PaymentVerify};
