//! What the machine must have. On Debian and its kin what is missing is installed; elsewhere it
//! is named.

use crate::shell::{cargo, program, run, works};
use crate::{Outcome, shell};
use std::path::PathBuf;

/// To compile the crates and the command line.
pub const CORE: &[&str] = &["gcc", "libc6-dev", "pkg-config", "libssl-dev"];
/// To compile and open the desktop window; its tray is found when it runs.
pub const WINDOW: &[&str] = &["libwebkit2gtk-4.1-dev", "libayatana-appindicator3-1"];
/// To run the tests: a display, other programs with a clipboard and a tray, a key store, browsers,
/// outside judges of the documents, and a compiler for the fuzzer's engine.
pub const TESTS: &[&str] = &[
    "g++",
    "xvfb",
    "xdotool",
    "xauth",
    "tk",
    "python3-gi",
    "dbus-daemon",
    "gnome-keyring",
    "webkit2gtk-driver",
    "chromium",
    "chromium-driver",
    "qpdf",
    "poppler-utils",
    "libreoffice-writer-nogui",
    "python3-docx",
    "python3-venv",
    "curl",
    "jq",
    "unzip",
    "fonts-noto-core",
];

/// Installs those of `packages` that are missing.
pub fn need(packages: &[&str]) -> Outcome {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    if !works(&mut program("dpkg-query", &["--version"])) {
        eprintln!("xtask: not a Debian system; these must be there: {}", packages.join(" "));
        return Ok(());
    }
    let missing: Vec<&str> = packages.iter().copied().filter(|p| !installed(p)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    eprintln!("xtask: installing {}", missing.join(" "));
    apt(&["update", "-q"])?;
    let mut args = vec!["install", "-y", "-q", "--no-install-recommends"];
    args.extend(&missing);
    apt(&args)
}

fn installed(package: &str) -> bool {
    let query = &["-W", "-f", "${db:Status-Status}", package];
    shell::output(program("dpkg-query", query).stderr(std::process::Stdio::null()))
        .is_ok_and(|status| status == "installed")
}

fn apt(args: &[&str]) -> Outcome {
    let is_root = shell::output(&mut program("id", &["-u"])).is_ok_and(|id| id.trim() == "0");
    let mut command = if is_root {
        program("apt-get", args)
    } else {
        let mut words = vec!["--", "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"];
        words.extend(args);
        let mut command = program("sudo", &words);
        // A person may be asked for their password; a machine may not.
        if std::env::var_os("CI").is_none() {
            command.stdin(std::process::Stdio::inherit());
        }
        command
    };
    run(command.env("DEBIAN_FRONTEND", "noninteractive"))
}

/// Node, new enough for the UI's build.
pub fn need_node() -> Outcome {
    const NEEDED: &str = "Node 20.19 or newer is needed to build the UI (https://nodejs.org)";
    let version = shell::output(&mut program("node", &["--version"])).map_err(|_| NEEDED)?;
    let mut numbers = version.trim().trim_start_matches('v').split('.').map(str::parse::<u32>);
    let (Some(Ok(major)), Some(Ok(minor))) = (numbers.next(), numbers.next()) else {
        return Err(NEEDED.to_owned());
    };
    if (major, minor) >= (20, 19) {
        Ok(())
    } else {
        Err(format!("{NEEDED}; this is {}", version.trim()))
    }
}

/// A program that cargo installs, compiled when it is not there in this version.
pub fn need_cargo_program(name: &str, version: &str, features: &[&str]) -> Outcome {
    if has_cargo_program(name, version) {
        return Ok(());
    }
    let mut args = vec!["install", "--locked", "--version", version, name];
    args.extend(features);
    run(&mut cargo(&args))
}

fn has_cargo_program(name: &str, version: &str) -> bool {
    let said = |args: &[&str]| shell::output(cargo(args).stderr(std::process::Stdio::null()));
    match name.strip_prefix("cargo-") {
        Some(subcommand) => {
            said(&[subcommand, "--version"]).is_ok_and(|text| text.contains(version))
        }
        // Not every program says its version; cargo keeps a list.
        None => {
            let listed = format!("{name} v{version}:");
            cargo_program(name).is_absolute()
                && said(&["install", "--list"])
                    .is_ok_and(|list| list.lines().any(|line| line == listed))
        }
    }
}

/// Where cargo has put a program; its bare name where that is elsewhere on the path.
pub fn cargo_program(name: &str) -> PathBuf {
    let named = |variable: &str| std::env::var_os(variable).map(PathBuf::from);
    let root = named("CARGO_INSTALL_ROOT").or_else(|| named("CARGO_HOME"));
    let root = root.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    let file = root.unwrap_or_default().join("bin").join(name);
    if file.is_file() { file } else { name.into() }
}
