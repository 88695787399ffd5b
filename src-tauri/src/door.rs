//! One program for each workspace: a second start for the same one hands what it was asked for to
//! the program that is already there, and ends.
//!
//! Each running program listens on a port of this machine's own loopback and writes the port and a
//! secret into a file that only this person can read. A second start knocks at every door that it
//! finds and asks for its workspace. Two programs may work at once when their workspaces differ.
//!
//! Invariant: who does not know the secret is not heard, and learns nothing.
//! Invariant: whatever goes wrong here, the program starts.

use netra_workspace::folder::private_file;
use netra_workspace::host::random_hex;
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a program that runs may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);
/// Longer than any knock.
const LONGEST: u64 = 16 * 1024;

/// What a second start wants of the first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Knock {
    /// The workspace it was given; none: whichever the other has open.
    pub folder: Option<PathBuf>,
    /// The page it was asked to show, as a route.
    pub page: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct Message {
    secret: String,
    knock: Knock,
}

#[derive(Serialize, Deserialize)]
struct Door {
    port: u16,
    secret: String,
}

/// What a start finds out about itself.
pub enum Found {
    /// Another program has taken the knock over.
    Taken,
    /// Nobody else has this workspace open.
    First(Option<Listening>),
}

/// The door of this program; its file goes when it is dropped.
pub struct Listening {
    listener: TcpListener,
    secret: String,
    file: PathBuf,
}

/// Knocks everywhere and, when nobody takes it, opens a door of one's own.
pub fn knock_or_open(data: &Path, knock: &Knock) -> Found {
    let folder = data.join("doors");
    if fs::create_dir_all(&folder).is_err() {
        return Found::First(None);
    }
    // Two starts at the same moment go one after the other.
    let turn = File::create(folder.join("turn"));
    let _turn = turn.as_ref().ok().filter(|file| file.lock().is_ok());
    for (file, door) in doors(&folder) {
        match try_door(&door, knock) {
            Ok(true) => return Found::Taken,
            Ok(false) => {}
            // Nobody is behind it any more.
            Err(e) if e.kind() == io::ErrorKind::ConnectionRefused => {
                let _ = fs::remove_file(file);
            }
            Err(_) => {}
        }
    }
    Found::First(open(&folder).ok())
}

fn doors(folder: &Path) -> Vec<(PathBuf, Door)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| e == "door"))
        .filter_map(|path| {
            let door = serde_json::from_slice(&fs::read(&path).ok()?).ok()?;
            Some((path, door))
        })
        .collect()
}

fn try_door(door: &Door, knock: &Knock) -> io::Result<bool> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, door.port));
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let message = Message { secret: door.secret.clone(), knock: knock.clone() };
    stream.write_all(&serde_json::to_vec(&message)?)?;
    stream.shutdown(Shutdown::Write)?;
    let mut answer = String::new();
    stream.take(16).read_to_string(&mut answer)?;
    Ok(answer == "taken")
}

fn open(folder: &Path) -> io::Result<Listening> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let secret = random_hex(16).map_err(io::Error::other)?;
    let door = Door { port: listener.local_addr()?.port(), secret: secret.clone() };
    let file = folder.join(format!("{}.door", std::process::id()));
    let _ = fs::remove_file(&file);
    let mut written = private_file(&file).map_err(io::Error::other)?;
    written.write_all(&serde_json::to_vec(&door)?)?;
    Ok(Listening { listener, secret, file })
}

impl Listening {
    /// Hears knocks on a thread of its own for as long as the program lives. `take` says whether
    /// a knock is for this program.
    pub fn hear(self, take: impl Fn(Knock) -> bool + Send + 'static) -> Doorplate {
        let plate = Doorplate(self.file.clone());
        std::thread::spawn(move || {
            for stream in self.listener.incoming().flatten() {
                // A visitor who breaks off has only wasted their own time.
                let _ = answer(stream, &self.secret, &take);
            }
        });
        plate
    }
}

/// Takes the file away when the program ends.
pub struct Doorplate(PathBuf);

impl Drop for Doorplate {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

fn answer(stream: TcpStream, secret: &str, take: &impl Fn(Knock) -> bool) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut text = Vec::new();
    (&stream).take(LONGEST).read_to_end(&mut text)?;
    let message: Message = serde_json::from_slice(&text)?;
    if !is_same(&message.secret, secret) {
        return Ok(());
    }
    let said = if take(message.knock) { "taken" } else { "other" };
    (&stream).write_all(said.as_bytes())
}

/// Compares without telling by its time how much was right.
fn is_same(given: &str, secret: &str) -> bool {
    let differing = given.bytes().zip(secret.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b));
    given.len() == secret.len() && differing == 0
}

/// The same folder, however each one writes it.
pub fn is_same_folder(a: &Path, b: &Path) -> bool {
    let whole = |path: &Path| {
        fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or(path.to_owned())
    };
    whole(a) == whole(b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::{Receiver, channel};

    fn data(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("netra-door-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        folder
    }

    /// A program that has `folder` open.
    fn program(data: &Path, folder: &'static str) -> (Doorplate, Receiver<Knock>) {
        let own = Knock { folder: Some(folder.into()), page: None };
        let Found::First(Some(listening)) = knock_or_open(data, &own) else { panic!("not first") };
        let (sender, receiver) = channel();
        let plate = listening.hear(move |knock| {
            let is_ours = knock.folder.as_deref().is_none_or(|wanted| wanted == Path::new(folder));
            if is_ours {
                sender.send(knock).unwrap();
            }
            is_ours
        });
        (plate, receiver)
    }

    #[test]
    fn a_second_start_hands_over_what_it_wants() {
        let data = data("second");
        let (plate, heard) = program(&data, "/firm/a");
        for folder in [None, Some(PathBuf::from("/firm/a"))] {
            let knock = Knock { folder, page: Some("/leads".to_owned()) };
            assert!(matches!(knock_or_open(&data, &knock), Found::Taken));
            assert_eq!(heard.recv_timeout(PATIENCE).unwrap(), knock);
        }
        drop(plate);
        fs::remove_dir_all(&data).unwrap();
    }

    #[test]
    fn another_workspace_is_another_program() {
        let data = data("other");
        let (_plate, heard) = program(&data, "/firm/a");
        let knock = Knock { folder: Some("/firm/b".into()), page: None };
        let Found::First(Some(second)) = knock_or_open(&data, &knock) else { panic!("taken") };
        assert!(heard.try_recv().is_err());
        drop(second);
        fs::remove_dir_all(&data).unwrap();
    }

    #[test]
    fn a_program_that_crashed_is_in_nobodys_way() {
        let data = data("crashed");
        fs::create_dir_all(data.join("doors")).unwrap();
        let gone = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = gone.local_addr().unwrap().port();
        drop(gone);
        let file = data.join("doors/1.door");
        fs::write(&file, format!(r#"{{"port":{port},"secret":"x"}}"#)).unwrap();
        fs::write(data.join("doors/2.door"), "half a fi").unwrap();
        let knock = Knock { folder: None, page: None };
        assert!(matches!(knock_or_open(&data, &knock), Found::First(Some(_))));
        assert!(!file.exists(), "the door that leads nowhere is taken away");
        fs::remove_dir_all(&data).unwrap();
    }

    #[test]
    fn a_stranger_is_not_heard() {
        let data = data("stranger");
        let (_plate, heard) = program(&data, "/firm/a");
        let (_, mut door) = doors(&data.join("doors")).pop().unwrap();
        door.secret = "0".repeat(32);
        let knock = Knock { folder: None, page: Some("/leads".to_owned()) };
        assert!(!try_door(&door, &knock).unwrap());
        assert!(heard.try_recv().is_err());
        fs::remove_dir_all(&data).unwrap();
    }
}
