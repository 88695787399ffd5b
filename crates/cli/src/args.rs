//! What can be typed.

use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// Netra: projects, telecalling, quotes and documents of a consulting firm, offline.
#[derive(Parser)]
#[command(name = "netra", version, max_term_width = 100)]
pub struct Cli {
    /// The workspace's folder.
    #[arg(long, short = 'w', global = true, env = "NETRA_WORKSPACE", value_name = "DIR")]
    pub workspace: Option<PathBuf>,

    /// Who acts, by e-mail address; the owner when not given.
    #[arg(long = "as", global = true, value_name = "EMAIL")]
    pub acting: Option<String>,

    /// One JSON document on stdout (the default when stdout is no terminal).
    #[arg(long, global = true)]
    pub json: bool,

    /// The language of sentences: en or hi.
    #[arg(long, global = true, env = "NETRA_LOCALE", default_value = "en", value_name = "LANG",
        value_parser = ["en", "hi"])]
    pub locale: String,

    /// Act as of this moment instead of now (RFC 3339); for scripts, demos and tests.
    #[arg(long, global = true, env = "NETRA_NOW", value_name = "TIME")]
    pub now: Option<String>,

    #[command(subcommand)]
    pub verb: Verb,
}

#[derive(Subcommand)]
pub enum Verb {
    /// Make a workspace.
    Init(Init),
    /// Run one command: NAME and its arguments as JSON, or - for standard input.
    Run { name: String, args: Option<String> },
    /// Ask one question: NAME and its arguments as JSON, or - for standard input.
    Ask { name: String, args: Option<String> },
    /// List every command and query; with --schema, the JSON Schema of all of them; with --openapi,
    /// the server's HTTP interface.
    Catalogue {
        #[arg(long)]
        schema: bool,
        #[arg(long, conflicts_with = "schema")]
        openapi: bool,
    },
    /// How the workspace stands, and how its data is protected.
    Status,
    /// Serve the web UI of the workspace to this machine (--local), or many workspaces to the
    /// devices that sync with them (--data DIR).
    Serve(Serve),
    /// The workspaces of a server's folder.
    #[command(subcommand)]
    Tenant(Tenant),
    /// Connect a workspace to its server: a new device, a stand-alone workspace, or sign in again.
    Connect(Connect),
    /// Fetch a copy anew whose database is damaged, and hand in what waited in it; the damaged
    /// database is kept.
    Recover(Recover),
    /// Hand in what waits and take in what is new.
    Sync {
        /// Go on, until Ctrl+C.
        #[arg(long)]
        watch: bool,
        /// Seconds between two times, with --watch, where the server gives no hints.
        #[arg(long, default_value_t = 30, requires = "watch")]
        every: u64,
        /// Compare everything that is here with the server, and fetch it anew if it differs; done
        /// once a day without being asked.
        #[arg(long)]
        check: bool,
    },
    /// What the server did not apply, with the reason.
    Attention {
        /// Let this command go.
        #[arg(long, value_name = "ID", conflicts_with = "retry")]
        discard: Option<String>,
        /// Give this command again.
        #[arg(long, value_name = "ID")]
        retry: Option<String>,
        /// Other arguments for --retry, as JSON.
        #[arg(long, value_name = "JSON", requires = "retry")]
        args: Option<String>,
    },
    /// The devices that are signed in; sign one out, or this one.
    Device {
        /// Sign this device out for good.
        #[arg(long, value_name = "ID", conflicts_with = "sign_out")]
        revoke: Option<String>,
        /// The same, and have it remove its copy when it comes next; what it has not handed in by
        /// then goes too.
        #[arg(long, value_name = "ID", conflicts_with_all = ["sign_out", "revoke"])]
        wipe: Option<String>,
        /// End the sign-in of this copy.
        #[arg(long)]
        sign_out: bool,
    },
    /// A code beside your password when you sign in: how it stands, on, off, codes to recover with.
    #[command(subcommand)]
    SecondFactor(SecondFactor),
    /// Print a one-time code by which a person of the workspace sets a password.
    Invite {
        email: String,
        /// Have the server send it to them, instead of printing it.
        #[arg(long)]
        mail: bool,
    },
    /// Ask a server for a letter with a code for a new password; then `connect --invitation CODE`.
    Forgot {
        /// https://server/workspace
        url: String,
        #[arg(long, env = "NETRA_EMAIL")]
        email: String,
        /// Certificate authorities to trust beside those of the system, PEM.
        #[arg(long, value_name = "FILE", env = "NETRA_CA")]
        ca: Option<PathBuf>,
    },
    /// Save everything into one file, while others go on working.
    Backup { file: PathBuf },
    /// Restore a backup into a folder that is empty or does not exist.
    Restore { file: PathBuf, dir: PathBuf },
    /// Check that everything is there and holds together; exit code 1 when not.
    Doctor {
        /// Build derived tables again that do not agree with their rows.
        #[arg(long)]
        repair: bool,
    },
    /// Produce a pack of documents, or check one.
    #[command(subcommand)]
    Pack(Pack),
    /// Bring in a file of leads, or take an import back.
    #[command(subcommand)]
    Import(Import),
    /// Write a stored file to OUT (- for standard output), for whoever may see what it belongs to.
    GetFile {
        id: String,
        /// A path that does not exist yet, or -.
        out: PathBuf,
    },
    /// Store a file and print its id, for commands that want evidence or proof.
    AddFile {
        file: PathBuf,
        /// Its media type; guessed from the name when not given.
        #[arg(long)]
        media_type: Option<String>,
    },
}

#[derive(Args)]
pub struct Serve {
    /// Listen on loopback only, for the person at this machine.
    #[arg(long, required_unless_present = "data", conflicts_with = "data")]
    pub local: bool,
    /// The port; 0 takes a free one.
    #[arg(long, default_value_t = 0, conflicts_with = "data")]
    pub port: u16,
    /// A folder with a built UI, instead of the one inside the program.
    #[arg(long, value_name = "DIR", conflicts_with = "data")]
    pub ui: Option<PathBuf>,
    /// The server's folder, with all its workspaces.
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Address and port.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8443", conflicts_with = "local")]
    pub listen: std::net::SocketAddr,
    /// The certificate chain, PEM.
    #[arg(long, value_name = "FILE", requires_all = ["data", "tls_key"])]
    pub tls_cert: Option<PathBuf>,
    /// Its key, PEM.
    #[arg(long, value_name = "FILE", requires_all = ["data", "tls_cert"])]
    pub tls_key: Option<PathBuf>,
    /// A proxy in front does the TLS and sets X-Forwarded-For.
    #[arg(long, requires = "data")]
    pub behind_proxy: bool,
    /// Requests of one person in a minute.
    #[arg(long, default_value_t = 100, value_name = "N", requires = "data")]
    pub per_minute: u32,
    /// A token of 32 characters or more by which whoever runs the server administers it over HTTP,
    /// beside those of `netra tenant token`.
    #[arg(long, env = "NETRA_ADMIN_TOKEN", hide_env_values = true, value_name = "TOKEN")]
    pub admin_token: Option<String>,
    /// Back all workspaces up to this folder once a day, each proved by restoring it.
    #[arg(long, value_name = "DIR", requires = "data")]
    pub backups: Option<PathBuf>,
    /// A server of mail: smtps://user@host:465, or smtp://user@host:587, which goes on over TLS. The
    /// password comes from NETRA_SMTP_PASSWORD.
    #[arg(long, env = "NETRA_SMTP", value_name = "URL", requires_all = ["mail_from", "public_url"])]
    pub smtp: Option<String>,
    /// In whose name letters go out: "Netra <netra@firm.example>".
    #[arg(long, env = "NETRA_MAIL_FROM", value_name = "SENDER")]
    pub mail_from: Option<String>,
    /// This server's address, as letters name it: https://netra.example.
    #[arg(long, env = "NETRA_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// Backups of each workspace that are kept.
    #[arg(long, value_name = "N", default_value_t = 14, requires = "backups")]
    pub keep: usize,
}

#[derive(Subcommand)]
pub enum Tenant {
    /// Make a workspace with its first owner; prints the code for the owner's password.
    Create {
        /// Its name in the address: a-z, digits, hyphens.
        name: String,
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
        #[command(flatten)]
        firm: Firm,
        /// Do not encrypt. Whoever can read the folder can read the data.
        #[arg(long)]
        unencrypted: bool,
    },
    /// Keep a name for a workspace that is stand-alone now; prints the code to attach it with.
    Reserve {
        name: String,
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
    },
    /// Print a code by which somebody sets a password, the first one or a new one.
    Invite {
        name: String,
        email: String,
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
    },
    /// Turn off somebody's second factor, who lost it together with the codes to recover with.
    EndSecondFactor {
        name: String,
        email: String,
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
    },
    /// Back up now whatever has no backup of today (UTC); beside a server, or from cron.
    Backup {
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
        /// Backups of each workspace that are kept.
        #[arg(long, value_name = "N", default_value_t = 14)]
        keep: usize,
    },
    /// Make a server's folder anew from its backups.
    Restore {
        #[arg(long, value_name = "DIR")]
        from: PathBuf,
        /// A folder that is empty or does not exist.
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
        /// The newest backups that are not after this day (YYYY-MM-DD); the newest without it.
        #[arg(long, value_name = "DATE")]
        not_after: Option<String>,
    },
    /// Hear nobody in a workspace until `resume`; nothing in it is lost.
    Suspend {
        name: String,
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
    },
    /// Hear the people of a suspended workspace again.
    Resume {
        name: String,
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
    },
    /// Print a new token for administering the server over HTTP; it is seen this once.
    Token {
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
        /// What it is for.
        #[arg(long, default_value = "")]
        label: String,
        /// End every token instead of making one.
        #[arg(long)]
        end_all: bool,
    },
    /// The workspaces.
    List {
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
    },
}

#[derive(Subcommand)]
pub enum SecondFactor {
    /// Whether it is on.
    Status,
    /// Print the secret for the program that makes your codes; then `confirm`.
    Begin,
    /// Turn it on with a code from that program; prints the codes to recover with.
    Confirm { code: String },
    /// Print other codes to recover with.
    Codes {
        /// A code from that program, or one to recover with.
        #[arg(long, env = "NETRA_CODE", hide_env_values = true)]
        code: Option<String>,
    },
    /// Turn it off.
    Off {
        /// A code from that program, or one to recover with.
        #[arg(long, env = "NETRA_CODE", hide_env_values = true)]
        code: Option<String>,
    },
}

#[derive(Args)]
pub struct Connect {
    /// https://server/workspace
    pub url: String,
    /// The e-mail address to sign in with; asked for when not given.
    #[arg(long, env = "NETRA_EMAIL")]
    pub email: Option<String>,
    /// The code of your second factor; asked for when it is wanted and not given.
    #[arg(long, env = "NETRA_CODE", hide_env_values = true)]
    pub code: Option<String>,
    /// The code of an invitation: sets the password first.
    #[arg(long, env = "NETRA_INVITATION", hide_env_values = true)]
    pub invitation: Option<String>,
    /// The code to attach this stand-alone workspace with.
    #[arg(long, env = "NETRA_ATTACH", hide_env_values = true)]
    pub attach: Option<String>,
    /// What this device is called in the list of devices [default: as before, or as its machine].
    #[arg(long)]
    pub label: Option<String>,
    /// Certificate authorities to trust beside those of the system, PEM.
    #[arg(long, value_name = "FILE", env = "NETRA_CA")]
    pub ca: Option<PathBuf>,
    /// Do not encrypt the new copy. Whoever can read the folder can read the data.
    #[arg(long)]
    pub unencrypted: bool,
}

#[derive(Args)]
pub struct Recover {
    /// https://server/workspace [default: what is written down beside the database].
    #[arg(long)]
    pub url: Option<String>,
    /// The e-mail address to sign in with [default: what is written down beside the database].
    #[arg(long, env = "NETRA_EMAIL")]
    pub email: Option<String>,
    /// The code of your second factor; asked for when it is wanted and not given.
    #[arg(long, env = "NETRA_CODE", hide_env_values = true)]
    pub code: Option<String>,
    /// Certificate authorities to trust beside those of the system, PEM.
    #[arg(long, value_name = "FILE", env = "NETRA_CA")]
    pub ca: Option<PathBuf>,
}

/// The firm and its first owner.
#[derive(Args)]
pub struct Firm {
    /// The firm's name; "My firm" when not given.
    #[arg(long)]
    pub firm_name: Option<String>,
    #[arg(long)]
    pub owner_email: String,
    /// The owner's name; "Owner" when not given.
    #[arg(long)]
    pub owner_name: Option<String>,
    /// IANA time zone.
    #[arg(long, default_value = "Asia/Kolkata")]
    pub zone: String,
    /// ISO 4217 currency.
    #[arg(long, default_value = "INR")]
    pub currency: String,
    /// ISO 3166 country of taxation.
    #[arg(long, default_value = "IN")]
    pub country: String,
    /// India: GST State code of two digits.
    #[arg(long)]
    pub state_code: Option<String>,
    /// GSTIN or VAT number.
    #[arg(long)]
    pub tax_number: Option<String>,
}

#[derive(Args)]
pub struct Init {
    /// A folder that is empty or does not exist.
    pub dir: PathBuf,
    /// The firm's name; "My firm" when not given.
    #[arg(long)]
    pub name: Option<String>,
    /// The owner's e-mail address; owner@example.com when not given.
    #[arg(long)]
    pub owner_email: Option<String>,
    /// The owner's name; "Owner" when not given.
    #[arg(long)]
    pub owner_name: Option<String>,
    /// IANA time zone.
    #[arg(long, default_value = "Asia/Kolkata", conflicts_with = "demo")]
    pub zone: String,
    /// ISO 4217 currency.
    #[arg(long, default_value = "INR", conflicts_with = "demo")]
    pub currency: String,
    /// ISO 3166 country of taxation.
    #[arg(long, default_value = "IN", conflicts_with = "demo")]
    pub country: String,
    /// India: GST State code of two digits.
    #[arg(long, conflicts_with = "demo")]
    pub state_code: Option<String>,
    /// GSTIN or VAT number.
    #[arg(long, conflicts_with = "demo")]
    pub tax_number: Option<String>,
    /// Fill it with a demo firm of India: people, leads, calls, quotes, projects.
    #[arg(long)]
    pub demo: bool,
    /// The demo's today (YYYY-MM-DD); when not given, the last day whose morning is over.
    #[arg(long, requires = "demo", value_name = "DATE")]
    pub today: Option<String>,
    /// Do not encrypt. Whoever can read the folder can read the data.
    #[arg(long)]
    pub unencrypted: bool,
}

#[derive(Subcommand)]
pub enum Pack {
    /// Produce the pack NAME (project or quote).
    Build {
        name: String,
        /// The project's id.
        #[arg(long, value_name = "ID", conflicts_with = "quote")]
        project: Option<String>,
        /// The quote's id.
        #[arg(long, value_name = "ID")]
        quote: Option<String>,
        /// Formats, separated by commas: md, docx, pdf.
        #[arg(long, value_name = "LIST", default_value = "md,docx,pdf", value_delimiter = ',')]
        format: Vec<String>,
        /// client or internal.
        #[arg(long, value_name = "WHO", default_value = "client")]
        audience: String,
        /// The language of the documents, en or hi: else --locale, else a quote's own.
        #[arg(long, value_name = "LANG")]
        language: Option<String>,
        /// The folder that the pack's folder is made in.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// Also as one ZIP.
        #[arg(long)]
        zip: bool,
    },
    /// Check a pack, folder or ZIP, against its manifest.
    Verify { path: PathBuf },
}

#[derive(Clone, Copy, clap::ValueEnum)]
pub enum Dates {
    DayFirst,
    MonthFirst,
}

#[derive(Subcommand)]
pub enum Import {
    /// Import leads from a CSV or XLSX file.
    Leads {
        file: PathBuf,
        /// Where they come from; its column matching is remembered.
        #[arg(long, default_value = "")]
        source: String,
        /// A field and the header of its column, over what was matched (phone="Mobile no.");
        /// given twice for a field, both columns are taken together.
        #[arg(long, value_name = "FIELD=COLUMN")]
        map: Vec<String>,
        /// What becomes of duplicates: skip, update_empty, update_all or keep_both.
        #[arg(long)]
        policy: Option<String>,
        /// The sheet of a workbook; the first that has rows when not given.
        #[arg(long, value_name = "NAME")]
        sheet: Option<String>,
        /// How 03/04/2026 is read; what the column itself proves, else day first, when not given.
        #[arg(long, value_enum, value_name = "ORDER")]
        dates: Option<Dates>,
        /// Begin with the first row, also when an import of this file was cut off.
        #[arg(long)]
        anew: bool,
        /// Count, and change nothing.
        #[arg(long)]
        dry_run: bool,
        /// Write the invalid rows, with a reason column, to this file.
        #[arg(long, value_name = "OUT.csv")]
        rejects: Option<PathBuf>,
    },
    /// Take a whole import back; leads that were worked on since stay, and are named.
    Undo { id: String },
}
