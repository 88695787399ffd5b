//! What is done to a quote: one file per verb, kindred small verbs together.

mod fields;
mod quote_accept;
mod quote_add_lines;
mod quote_answer;
mod quote_copy;
mod quote_create;
mod quote_lines;
mod quote_review;
mod quote_sections;
mod quote_send;
mod quote_set_instalments;
mod quote_set_lines;
mod quote_update_header;

pub use super::model::Instalment;
pub use fields::{LineChange, LineFields, SectionFields};
pub use quote_accept::{QuoteAccept, QuoteAccepted, SowItemFields};
pub use quote_add_lines::QuoteAddLines;
pub use quote_answer::{QuoteDecline, QuoteExpire, QuoteMarkViewed};
pub use quote_copy::QuoteCopy;
pub use quote_create::{QuoteCreate, QuoteCreated};
pub use quote_lines::{LineAdded, QuoteAddLine, QuoteMoveLine, QuoteRemoveLine, QuoteUpdateLine};
pub use quote_review::{QuoteApprove, QuoteReturn, QuoteSubmit};
pub use quote_sections::{QuoteAddSection, QuoteRemoveSection, QuoteUpdateSection, SectionAdded};
pub use quote_send::{QuoteSend, QuoteSent};
pub use quote_set_instalments::QuoteSetInstalments;
pub use quote_set_lines::{LinesSet, QuoteSetLines};
pub use quote_update_header::QuoteUpdateHeader;
