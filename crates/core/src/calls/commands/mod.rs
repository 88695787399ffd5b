//! One file per verb.

mod call_connected;
mod call_dispose;
mod call_ended;
mod call_ringing;
mod call_set_note;
mod call_set_recording;
mod call_start;

pub use call_connected::CallConnected;
pub use call_dispose::{CallDispose, Disposed};
pub use call_ended::CallEnded;
pub use call_ringing::CallRinging;
pub use call_set_note::CallSetNote;
pub use call_set_recording::CallSetRecording;
pub use call_start::{CallStart, CallStarted};
