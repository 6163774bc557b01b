//! Initialised clusters, made once for each installation and copied for each
//! use: `initdb` takes a second, a copy a tenth of one.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::UNIX_EPOCH;

use sha2::{Digest, Sha256};

use super::identity::Identity;
use crate::devdb::error::DevError;
use crate::devdb::install::Install;

/// Fills `data` with an initialised cluster that belongs to `identity`.
pub(crate) fn fill(
    install: &Install,
    cache: &Path,
    data: &Path,
    identity: Identity,
) -> Result<(), DevError> {
    let template = cache.join("clusters").join(key(install));
    // A template gets its name by renaming a finished copy, so one that is there is whole.
    if template.join("PG_VERSION").is_file() {
        return copy(&template, data, identity).map_err(DevError::file("copy", &template));
    }
    initialise(install, data, identity)?;
    // Without a cache the next start is slower, and that is all.
    let _ = keep(data, &template);
    Ok(())
}

/// What a template depends on: the program itself, and the options below.
pub(crate) fn key(install: &Install) -> String {
    let changed = fs::metadata(install.bin.join("postgres"))
        .and_then(|meta| meta.modified())
        .ok()
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok())
        .map_or(0, |since| since.as_nanos());
    let identity = format!("{}\0{changed}\0{OPTIONS:?}", install.bin.display());
    let digest = Sha256::digest(identity.as_bytes());
    let short: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    format!("{}-{short}", install.version.full)
}

/// UTF-8 with the one locale that every machine has; small log segments make
/// the copy small.
const OPTIONS: [&str; 8] = [
    "--username=postgres",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale=C",
    "--no-sync",
    "--wal-segsize=1",
    "--set=timezone=UTC",
    "--set=log_timezone=UTC",
];

fn initialise(install: &Install, data: &Path, identity: Identity) -> Result<(), DevError> {
    let mut command = install.program("initdb");
    // `--set` came with 16; the environment's TZ gives older ones the same.
    let options = OPTIONS
        .iter()
        .filter(|option| install.version.major >= 16 || !option.starts_with("--set="));
    command.arg("-D").arg(data).args(options).stdin(Stdio::null());
    identity.apply(&mut command);
    let failed = |reason: String| DevError::NotStarted { label: install.to_string(), reason };
    let output = command.output().map_err(|error| failed(identity.explain(install, &error)))?;
    if output.status.success() {
        return Ok(());
    }
    let complaint = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(failed(format!("initdb: {complaint}")))
}

/// Puts a copy of the new cluster in the cache, all of it or nothing.
fn keep(data: &Path, template: &Path) -> io::Result<()> {
    let parent = template.parent().unwrap_or(template);
    fs::create_dir_all(parent)?;
    let unfinished = tempfile::Builder::new().prefix(".new-").tempdir_in(parent)?;
    let copied = unfinished.path().join("data");
    copy(data, &copied, Identity::Ours)?;
    // Somebody else may have been faster; theirs is as good.
    fs::rename(&copied, template)
}

/// Copies a folder with all that is in it, for `identity` alone.
pub(crate) fn copy(from: &Path, to: &Path, identity: Identity) -> io::Result<()> {
    fs::create_dir(to)?;
    crate::devdb::os::private_folder(to, false)?;
    identity.own(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target: PathBuf = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target, identity)?;
        } else {
            fs::copy(entry.path(), &target)?;
            identity.own(&target)?;
        }
    }
    Ok(())
}
