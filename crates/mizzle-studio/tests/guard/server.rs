//! A studio in this process, on a port of its own.

use crate::wire::{Request, send};
use mizzle_app::dev::DevFlags;
use mizzle_app::environment::Environment;
use mizzle_app::project::{Opening, Overrides, Project};
use mizzle_app::target::TargetFlags;
use mizzle_core::dialect::Dialect;
use mizzle_db::cancel::Cancel;
use mizzle_loader::config::{Credentials, Secret};
use mizzle_studio::{Listen, Options, Studio, StudioError};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use tempfile::TempDir;

/// Nobody listens there, and the password must show nowhere.
pub(crate) const UNREACHABLE: &str = "postgres://anna:hunter2-hunter2@127.0.0.1:9/shop";

/// How a studio of a test is started.
pub(crate) struct Start<'a> {
    pub(crate) url: &'a str,
    pub(crate) host: Option<&'a str>,
    pub(crate) port: u16,
    pub(crate) allowed_hosts: &'a [&'a str],
    pub(crate) token: bool,
    pub(crate) read_only: bool,
}

impl Default for Start<'_> {
    fn default() -> Self {
        Self {
            url: UNREACHABLE,
            host: None,
            port: 0,
            allowed_hosts: &[],
            token: false,
            read_only: false,
        }
    }
}

/// A studio that answers until it is dropped.
pub(crate) struct Server {
    pub(crate) port: u16,
    pub(crate) links: Vec<String>,
    /// Links that took the place of others.
    pub(crate) renewed: Arc<Mutex<Vec<String>>>,
    cancel: Cancel,
    thread: Option<JoinHandle<Result<(), StudioError>>>,
    _folder: TempDir,
}

impl Start<'_> {
    pub(crate) fn server(&self) -> Server {
        let folder = tempfile::tempdir().unwrap();
        let studio = self.studio(&folder).unwrap();
        let links = studio.links();
        let address = links[0].split("/#").next().unwrap();
        let port = address.rsplit(':').next().unwrap().parse().unwrap();
        let (cancel, renewed) = (Cancel::new(), Arc::new(Mutex::new(Vec::new())));
        let (switch, told) = (cancel.clone(), Arc::clone(&renewed));
        let thread = std::thread::spawn(move || {
            studio.serve(&switch, &mut |links| told.lock().unwrap().extend(links.to_vec()))
        });
        Server { port, links, renewed, cancel, thread: Some(thread), _folder: folder }
    }

    pub(crate) fn studio(&self, folder: &TempDir) -> Result<Studio, StudioError> {
        let environment =
            Environment::read(folder.path().to_owned(), BTreeMap::new(), &mut |_| ()).unwrap();
        let opening = Opening {
            environment,
            config: None,
            overrides: Overrides { dialect: Some(Dialect::Postgres), ..Overrides::default() },
            console: Arc::new(|_, _| ()),
            node: false,
        };
        let project = Project::open(opening.clone(), &mut |_| ()).unwrap();
        let options = Options {
            opening,
            target: TargetFlags {
                credentials: Some(Credentials::Url {
                    url: Secret::new(self.url),
                    auth_token: None,
                }),
                ..TargetFlags::default()
            },
            dev: DevFlags::default(),
            listen: Listen {
                host: self.host.map(str::to_owned),
                port: self.port,
                allowed_hosts: self.allowed_hosts.iter().map(|&name| name.to_owned()).collect(),
            },
            is_token_needed: self.token,
            is_read_only: self.read_only,
            version: "0.0.0",
        };
        Studio::open(options, &project, &mut |_| ())
    }
}

impl Server {
    /// The secret in the page.
    pub(crate) fn secret(&self) -> String {
        let host = format!("localhost:{}", self.port);
        let page = send(self.port, &Request::new("GET", "/").header("Host", &host));
        secret_in(&page.text()).unwrap()
    }

    /// Sets the switch and waits for the end.
    pub(crate) fn end(&mut self) -> Result<(), StudioError> {
        self.cancel.cancel();
        self.thread.take().unwrap().join().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.cancel.cancel();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// The secret in the text of a page.
pub(crate) fn secret_in(page: &str) -> Option<String> {
    let (_, rest) = page.split_once("name=\"mizzle-secret\" content=\"")?;
    Some(rest.split_once('"')?.0.to_owned())
}
