//! What a person should look at first, by what they do: read off the records, never stored.
//!
//! Invariant: nothing is shown here that its own list would not show to the same person.
//! Invariant: each row names the record to open and the command that moves it.

mod admin;
mod monday;
mod money;
mod parts;
mod places;
mod sales;

pub use admin::HomeAdmin;
pub use monday::HomeMonday;
pub use money::HomeMoney;
pub use parts::HomePart;
pub(crate) use parts::parts_of;
pub use places::places_of;
pub use sales::HomeSales;

#[cfg(test)]
mod tests;
