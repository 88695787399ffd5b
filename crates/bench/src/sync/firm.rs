//! A made-up firm on a server in a process of its own, and its people's devices.

use super::line::Line;
use crate::machine;
use crate::office::{Office, at_work};
use netra_kernel::{Error, Id, Result};
use netra_server::hosted::{HostedOptions, Tenants, serve_hosted};
use netra_sync::account::{Invited, Secret, SignedIn};
use netra_sync::replica;
use netra_workspace::files::io_error;
use netra_workspace::key::Choice;
use netra_workspace::remote::{self, ConnectOrder, Synced};
use netra_workspace::{KeySource, Session, Workspace};
use serde_json::{Value, json};
use std::cell::Cell;
use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

const NAME: &str = "bench";
const PASSWORD: &str = "correct horse battery staple";
/// Sign-ins of one account that the server takes in a minute, and some room.
const OF_ACCOUNT: usize = 4;

fn key() -> KeySource {
    KeySource { passphrase: Some("of the bench".to_owned().into()) }
}

/// The hidden part that is the server's process.
pub fn as_server(dir: &Path, port: &str) -> Result<()> {
    let tenants = Tenants::open(dir, key(), at_work())?;
    let port = port.parse().map_err(Error::internal)?;
    let options = HostedOptions {
        listen: SocketAddr::from(([127, 0, 0, 1], port)),
        tls: None,
        // So that one process can be many devices: the server counts requests by address.
        is_behind_proxy: true,
        per_minute: 10_000_000,
        backups: None,
        administrator: None,
        mail: None,
        is_quiet: true,
    };
    serve_hosted(tenants, &options, |address| {
        let _ = writeln!(std::io::stdout(), "{address}");
        let _ = std::io::stdout().flush();
    })
}

/// The hidden part that is a new device's process: connects, and says what it took.
pub fn as_device(dir: &Path, address: &str, email: &str) -> Result<()> {
    machine::reset_peak();
    let began = Instant::now();
    let workspace = connect(dir, address, email)?;
    let connected = began.elapsed();
    // What somebody at the window would have: a first page of leads, then all rows, then all of it.
    let (usable, filled) = (Cell::new(None), Cell::new(None));
    let session = || workspace.session(None, "en");
    let synced = remote::sync(&workspace, &|_, rows| {
        if usable.get().is_none() && rows > 0 {
            let list = session().and_then(|s| workspace.ask(&s, "lead.list", &json!({})));
            let rows = list.is_ok_and(|l| l["rows"].as_array().is_some_and(|r| r.len() == 50));
            usable.set(rows.then(|| began.elapsed()));
        }
        let is_filled = || replica::standing(&workspace.writer()).is_ok_and(|s| s.is_filled);
        if filled.get().is_none() && is_filled() {
            filled.set(Some((began.elapsed(), machine::cpu())));
        }
        Ok(())
    })?;
    let whole = began.elapsed();
    let ms = |time: Duration| time.as_millis() as u64;
    let (filled, cpu) = filled.get().unwrap_or((whole, machine::cpu()));
    let told = json!({"connected": ms(connected), "usable": ms(usable.get().unwrap_or(filled)),
                      "filled": ms(filled), "whole": ms(whole), "cpu": ms(cpu),
                      "whole_cpu": ms(machine::cpu()), "peak": machine::peak_mib(),
                      "rows": synced.rows, "pages": synced.pages});
    let _ = writeln!(std::io::stdout(), "{told}");
    Ok(())
}

/// The hidden part that is a device which hands in what waits, until it is killed or done.
pub fn as_drain(dir: &Path) -> Result<()> {
    let workspace = Workspace::open(dir, &key(), at_work())?;
    remote::sync(&workspace, &|_, _| Ok(())).map(|_| ())
}

fn connect(dir: &Path, address: &str, email: &str) -> Result<Workspace> {
    let order = ConnectOrder {
        url: format!("{address}/{NAME}"),
        email: email.to_owned(),
        password: Secret(PASSWORD.to_owned()),
        code: None,
        invitation: None,
        attach: None,
        label: Some("bench".to_owned()),
        certificates: None,
    };
    remote::connect(dir, &order, Choice::Best, &key(), at_work())
}

pub struct Firm {
    dir: PathBuf,
    server: Child,
    pub url: String,
    pub address: SocketAddr,
    /// The server's own file, for what is loaded beside it.
    pub office: Office,
    tenants: Tenants,
    people: usize,
    devices: usize,
}

impl Drop for Firm {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

impl Firm {
    pub fn start(dir: &Path) -> Result<Firm> {
        let data = dir.join("server");
        let tenants = Tenants::open(&data, key(), at_work())?;
        let firm = json!({"firm_name": "Bench Consulting", "owner_name": "Olivia Owner",
                          "owner_email": "owner@bench.example", "zone": "Asia/Kolkata",
                          "currency": "INR", "tax": {"country": "IN", "state_code": "27"}});
        let code = tenants.create(NAME, firm, Choice::Best)?;
        let (server, url) = begin(&data, 0)?;
        let address = url.trim_start_matches("http://").parse().map_err(Error::internal)?;
        accept(address, &code)?;
        // The first sign-in opens the workspace there, and begins its log.
        sign_in(address, "owner@bench.example", 0)?;
        let folder = data.join("workspaces").join(NAME);
        let workspace = Arc::new(Workspace::open(&folder, &key(), at_work())?);
        let session = Session { actor: workspace.owner()?, locale: "en".to_owned() };
        let office = Office { workspace, session };
        let dir = dir.to_owned();
        Ok(Firm { dir, server, url, address, office, tenants, people: 0, devices: 0 })
    }

    pub fn run(&self, name: &str, args: Value) -> Result<Value> {
        Ok(self.office.workspace.run(&self.office.session, name, args)?.outcome)
    }

    /// Kills the server's process as a power cut would, and starts it again where it was.
    pub fn restart(&mut self) -> Result<()> {
        let _ = self.server.kill();
        let _ = self.server.wait();
        let (server, _) = begin(&self.dir.join("server"), self.address.port())?;
        self.server = server;
        Ok(())
    }

    /// A process that hands in what waits in a copy.
    pub fn drain(copy: &Path) -> Result<Child> {
        let this = std::env::current_exe().map_err(io_error)?;
        let mut command = Command::new(this);
        // That the server was away is what it is there for.
        command.arg("--as-drain").arg(copy).stderr(Stdio::null()).spawn().map_err(io_error)
    }

    /// A copy that another process has worked on.
    pub fn open(copy: &Path) -> Result<Workspace> {
        Workspace::open(copy, &key(), at_work())
    }

    /// Somebody new with these roles, with a password; gives the address and the id.
    pub fn person(&mut self, role: &str) -> Result<(String, Id)> {
        self.people += 1;
        let email = format!("p{}@bench.example", self.people);
        let args = json!({"name": format!("Person {}", self.people), "email": email,
                          "roles": [role], "languages": ["en"]});
        let made = self.run("person.add", args)?;
        accept(self.address, &self.tenants.invite(NAME, &email)?)?;
        let id = made["person"].as_str().and_then(Id::parse);
        Ok((email, id.ok_or_else(|| Error::internal("a person without an id"))?))
    }

    /// So many devices of owners, signed in, who see every lead.
    pub fn devices(&mut self, n: usize) -> Result<Vec<SignedIn>> {
        self.devices_of(n, OF_ACCOUNT)
    }

    /// The same, so many of one person.
    pub fn devices_of(&mut self, n: usize, of_person: usize) -> Result<Vec<SignedIn>> {
        let mut all = Vec::new();
        while all.len() < n {
            let (email, _) = self.person("owner")?;
            for _ in 0..of_person.min(n - all.len()) {
                self.devices += 1;
                all.push(sign_in(self.address, &email, self.devices)?);
            }
        }
        Ok(all)
    }

    fn place(&mut self) -> PathBuf {
        self.devices += 1;
        self.dir.join(format!("device{}", self.devices))
    }

    /// A real copy on a device, up to date.
    pub fn copy(&mut self, email: &str) -> Result<Workspace> {
        let place = self.place();
        let workspace = connect(&place, &self.url, email)?;
        self.sync(&workspace)?;
        Ok(workspace)
    }

    pub fn sync(&self, workspace: &Workspace) -> Result<Synced> {
        remote::sync(workspace, &|_, _| Ok(()))
    }

    /// A new device in a process of its own; what it told, and where its copy is.
    pub fn new_device(&mut self, email: &str) -> Result<(Value, Workspace)> {
        let place = self.place();
        let this = std::env::current_exe().map_err(io_error)?;
        let out = Command::new(this)
            .arg("--as-device")
            .args([place.as_os_str(), self.url.as_ref(), email.as_ref()])
            .stderr(Stdio::inherit())
            .output()
            .map_err(io_error)?;
        let told = serde_json::from_slice(&out.stdout)?;
        Ok((told, Workspace::open(&place, &key(), at_work())?))
    }

    /// An empty encrypted workspace beside, with the same tables.
    pub fn empty(&mut self) -> Result<Office> {
        Office::new(&self.place())
    }

    pub fn aside(&mut self) -> PathBuf {
        self.place()
    }

    /// Resident memory of the server's process, in KiB.
    pub fn server_kib(&self) -> u64 {
        machine::resident_kib(self.server.id())
    }
}

/// Starts a server's process; on port 0 it takes a free one. Gives its address.
fn begin(data: &Path, port: u16) -> Result<(Child, String)> {
    let this = std::env::current_exe().map_err(io_error)?;
    let mut server = Command::new(this)
        .arg("--as-server")
        .arg(data)
        .arg(port.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(io_error)?;
    let mut url = String::new();
    if let Some(out) = server.stdout.take() {
        BufReader::new(out).read_line(&mut url).map_err(io_error)?;
    }
    Ok((server, url.trim().to_owned()))
}

fn accept(address: SocketAddr, invited: &Invited) -> Result<()> {
    let body = json!({"workspace": NAME, "code": invited.code, "password": PASSWORD});
    // Each from an address of its own: the server counts passwords that are tried.
    let from = 0x0010_0000 + (invited.expires_at as usize & 0xffff);
    Line::open(address, from)?.post::<Value>("/accept", &body).map(|_| ())
}

pub fn sign_in(address: SocketAddr, email: &str, from: usize) -> Result<SignedIn> {
    let body = json!({"workspace": NAME, "email": email, "password": PASSWORD, "label": "bench"});
    Line::open(address, 0x0020_0000 + from)?.post("/sign-in", &body)
}
