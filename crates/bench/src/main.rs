//! `cargo xtask bench`: what Netra costs over the bare SQLite statements that it needs.
//!
//! Every figure is a ratio within one run: the same rows, the same encrypted database, the same
//! machine at the same time. Absolute figures are printed too, for orientation.
//! `docs/benchmarks.md` says how to read them.

mod commands;
mod import;
mod machine;
mod office;
mod replay;
mod scale;
mod sync;

use netra_kernel::Result;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "\
netra-bench [PART]… [--rows N] [--leads N] [--commands N] [--dir DIR] [--out FILE]

  commands   a command's cost over the statements that it runs
  import     a list of leads (--rows, default 1000000) taken in, against a bare INSERT
  scale      questions on many leads (--leads, default 1000000; three calls each)
  sync       a server and its devices over loopback: --copied N leads that a new device fetches
             (100000), --queued N offline commands (1000), --changes N of one row (100000),
             --devices N live ones (100) for --seconds N (10), --reconnects N (500), --idle N live
             connections (1000), --kills N times that device and server are killed (40);
             --only live,reconnect,idle,queue,kills,row,rebase,first,revoke: these alone; --rows-out FILE: also
             write the leads of the first copy there, one JSON object a line

Without a PART, all of them. --dir: where the databases are made (default: the system's temporary
folder). --out: also write the tables there, as Markdown.
";

pub struct Options {
    pub rows: u64,
    pub leads: u64,
    pub commands: u64,
    pub dir: Option<PathBuf>,
    pub sync: sync::Amounts,
}

fn main() -> ExitCode {
    if let Some(code) = hidden() {
        return code;
    }
    let sync = sync::Amounts::default();
    let mut options = Options { rows: 1_000_000, leads: 1_000_000, commands: 400, dir: None, sync };
    let (mut parts, mut out) = (Vec::new(), None);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let mut number = || args.next().and_then(|n| n.replace('_', "").parse().ok());
        let understood = match arg.as_str() {
            "--rows" => number().map(|n| options.rows = n),
            "--leads" => number().map(|n| options.leads = n),
            "--commands" => number().map(|n| options.commands = n),
            "--copied" => number().map(|n| options.sync.leads = n),
            "--queued" => number().map(|n| options.sync.queued = n),
            "--changes" => number().map(|n| options.sync.changes = n),
            "--seconds" => number().map(|n| options.sync.seconds = n),
            "--devices" => number().map(|n| options.sync.devices = n as usize),
            "--reconnects" => number().map(|n| options.sync.reconnects = n as usize),
            "--kills" => number().map(|n| options.sync.kills = n),
            "--rows-out" => args.next().map(|file| options.sync.rows_out = Some(file.into())),
            "--only" => args.next().map(|only| options.sync.only = Some(only)),
            "--idle" => number().map(|n| options.sync.idle = n as usize),
            "--dir" => args.next().map(|d| options.dir = Some(d.into())),
            "--out" => args.next().map(|f| out = Some(PathBuf::from(f))),
            "commands" | "import" | "scale" | "sync" => {
                parts.push(arg);
                Some(())
            }
            // What `cargo bench` hands on.
            "--bench" => Some(()),
            _ => None,
        };
        if understood.is_none() {
            let _ = write!(std::io::stderr(), "{USAGE}");
            return ExitCode::from(2);
        }
    }
    let wanted = |part: &str| parts.is_empty() || parts.iter().any(|p| p == part);
    let run = || -> Result<String> {
        let mut text = format!("Machine: {}.\n", machine::describe());
        if wanted("commands") {
            text += &commands::measure(&options)?;
        }
        if wanted("import") {
            text += &import::measure(&options)?;
        }
        if wanted("scale") {
            text += &scale::measure(&options)?;
        }
        if wanted("sync") {
            text += &sync::measure(&options)?;
        }
        Ok(text)
    };
    match run() {
        Ok(text) => {
            let _ = write!(std::io::stdout(), "{text}");
            if let Some(file) = out
                && let Err(e) = std::fs::write(&file, &text)
            {
                let _ = writeln!(std::io::stderr(), "{}: {e}", file.display());
                return ExitCode::FAILURE;
            }
            ExitCode::SUCCESS
        }
        Err(e) => {
            let _ = writeln!(std::io::stderr(), "{e:?}");
            ExitCode::FAILURE
        }
    }
}

/// The parts that this program starts itself, each in a process of its own.
fn hidden() -> Option<ExitCode> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    if !words.contains(&"--as-server") {
        // As the programs of a device do.
        netra_workspace::heap::share();
    }
    let done = match words.as_slice() {
        ["--as-server", dir, port] => sync::as_server(Path::new(dir), port),
        ["--as-drain", dir] => sync::as_drain(Path::new(dir)),
        ["--as-device", dir, address, email] => sync::as_device(Path::new(dir), address, email),
        _ => return None,
    };
    Some(match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            let _ = writeln!(std::io::stderr(), "{e:?}");
            ExitCode::FAILURE
        }
    })
}

/// A folder for databases, gone at the end.
pub fn folder(options: &Options) -> Result<tempfile::TempDir> {
    let made = match &options.dir {
        Some(dir) => tempfile::tempdir_in(dir),
        None => tempfile::tempdir(),
    };
    made.map_err(netra_workspace::files::io_error)
}

/// Says on stderr what is being done.
pub fn note(text: &str) {
    let _ = writeln!(std::io::stderr(), "bench: {text}");
}

/// The value below which this share of the measurements lies, in microseconds.
pub fn percentile(sorted: &[u128], share: f64) -> f64 {
    let at = ((sorted.len() as f64 * share).ceil() as usize).clamp(1, sorted.len().max(1)) - 1;
    sorted.get(at).map_or(0.0, |n| *n as f64 / 1_000.0)
}
