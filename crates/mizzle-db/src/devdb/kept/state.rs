//! The small files beside the kept data: what made it, and who serves it. A
//! line is a name and a value; whoever writes does it beside and renames.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use crate::devdb::lease::Engine;

/// What made the data, and how it is served: stays with the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Maker {
    /// The kind of engine.
    pub(crate) engine: Engine,
    /// Its major version.
    pub(crate) major: u32,
    /// The port that was served last; asked for again, so that URLs last.
    pub(crate) port: Option<u16>,
    /// What clients from the network have to know.
    pub(crate) password: String,
}

/// Who serves the data at the moment: gone with the owner, or left behind by
/// one that was killed. Only as good as the lock beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// The owner's process number. For people: nothing is ever sent to it.
    pub process: u32,
    /// The URL for people and programs: a port of the loopback interface.
    pub url: String,
    /// The URL that mizzle itself uses: a socket where there are sockets.
    pub private_url: String,
    /// The kind of engine.
    pub engine: Engine,
    /// Its version.
    pub version: String,
}

const MAKER: &str = "engine";
const STATUS: &str = "state";

impl Maker {
    /// The name of the folder with its data.
    pub(crate) fn folder(&self) -> String {
        format!("{}-{}", self.engine, self.major)
    }

    pub(crate) fn read(folder: &Path) -> io::Result<Option<Self>> {
        let Some(values) = read(&folder.join(MAKER))? else { return Ok(None) };
        Ok((|| {
            Some(Self {
                engine: values.get("engine")?.parse().ok()?,
                major: values.get("major")?.parse().ok()?,
                port: values.get("port").and_then(|port| port.parse().ok()),
                password: values.get("password")?.clone(),
            })
        })())
    }

    pub(crate) fn write(&self, folder: &Path) -> io::Result<()> {
        let mut lines = vec![
            ("engine", self.engine.to_string()),
            ("major", self.major.to_string()),
            ("password", self.password.clone()),
        ];
        lines.extend(self.port.map(|port| ("port", port.to_string())));
        write(folder, MAKER, &lines)
    }
}

impl Status {
    pub(crate) fn read(folder: &Path) -> io::Result<Option<Self>> {
        let Some(values) = read(&folder.join(STATUS))? else { return Ok(None) };
        Ok((|| {
            Some(Self {
                process: values.get("process")?.parse().ok()?,
                url: values.get("url")?.clone(),
                private_url: values.get("private-url")?.clone(),
                engine: values.get("engine")?.parse().ok()?,
                version: values.get("version")?.clone(),
            })
        })())
    }

    pub(crate) fn write(&self, folder: &Path) -> io::Result<()> {
        let lines = [
            ("process", self.process.to_string()),
            ("url", self.url.clone()),
            ("private-url", self.private_url.clone()),
            ("engine", self.engine.to_string()),
            ("version", self.version.clone()),
        ];
        write(folder, STATUS, &lines)
    }

    /// Forgets whoever served: called by who holds the lock.
    pub(crate) fn remove(folder: &Path) -> io::Result<()> {
        match fs::remove_file(folder.join(STATUS)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            Ok(()) | Err(_) => Ok(()),
        }
    }
}

/// The values of a file by their names; `None` when there is no file.
fn read(path: &Path) -> io::Result<Option<BTreeMap<String, String>>> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let values = text.lines().filter_map(|line| line.split_once('='));
    Ok(Some(
        values.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())).collect(),
    ))
}

fn write(folder: &Path, name: &str, lines: &[(&str, String)]) -> io::Result<()> {
    // Only its owner can read a temporary file, and so the passwords in these.
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    for (name, value) in lines {
        writeln!(file, "{name} = {value}")?;
    }
    file.persist(folder.join(name)).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Maker::read(folder.path()).unwrap(), None);
        let maker =
            Maker { engine: Engine::Local, major: 15, port: Some(5), password: "a=b".to_owned() };
        maker.write(folder.path()).unwrap();
        assert_eq!(Maker::read(folder.path()).unwrap(), Some(maker));
        let status = Status {
            process: 7,
            url: "postgresql://postgres:x@127.0.0.1:1/postgres".to_owned(),
            private_url: "postgresql://postgres@/postgres?host=/tmp/a&port=1".to_owned(),
            engine: Engine::Embedded,
            version: "18.4".to_owned(),
        };
        status.write(folder.path()).unwrap();
        assert_eq!(Status::read(folder.path()).unwrap(), Some(status));
        Status::remove(folder.path()).unwrap();
        Status::remove(folder.path()).unwrap();
        assert_eq!(Status::read(folder.path()).unwrap(), None);
    }
}
