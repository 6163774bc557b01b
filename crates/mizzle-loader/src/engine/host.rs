//! What the engine remembers beside the JavaScript heap: files read, who asked for
//! what, errors on their way to the user. Read only towards the file system.

use super::meter::Used;
use crate::LoadError;
use crate::loader::{Resolved, Way};
use crate::options::{Embedded, Options};
use crate::resolve::{Nowhere, Resolvers, package_name};
use crate::unit::record::{Import, ImportName};
use crate::unit::{self, Unit, is_dependency};
use indexmap::IndexMap;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;

pub(crate) struct Host {
    pub(super) options: Options,
    pub(super) started: Instant,
    /// When the present run must be over.
    pub(super) deadline: Rc<Cell<Instant>>,
    /// How much memory the heap takes.
    pub(super) used: Rc<Used>,
    /// Was the present run stopped because the heap took more than it may? Once it is
    /// stopped, it lets go of what it took.
    pub(super) starved: Cell<bool>,
    /// The files that the present run is for.
    pub(super) entries: RefCell<Vec<String>>,
    pub(super) resolvers: Resolvers,
    pub(crate) embedded: RefCell<Option<Arc<Embedded>>>,
    /// Scripts of ours, by their module identity.
    pub(super) scripts: RefCell<IndexMap<String, String>>,
    units: RefCell<IndexMap<String, Rc<Unit>>>,
    /// Modules that stand between an ES module and what is not one, by identity.
    facades: RefCell<Vec<Facade>>,
    /// Who asked for a module first: target to (asker, specifier).
    askers: RefCell<IndexMap<String, (String, String)>>,
    /// Every package that was asked for, with the file that asked.
    packages: RefCell<Vec<(String, String)>>,
    stand_ins: RefCell<BTreeSet<String>>,
    /// Errors that travel through JavaScript as an exception with a number.
    errors: RefCell<Vec<LoadError>>,
}

/// An ES module made for something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Facade {
    pub(super) of: FacadeOf,
    /// The names that its one importer asks for; `None` if it may want any.
    pub(super) names: Option<Vec<String>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FacadeOf {
    /// A CommonJS, JSON or inert file. `node` says whose idea of the default export
    /// holds: Node's, or that of bundlers, which honours `__esModule`.
    File { path: String, node: bool },
    /// A package that is not installed.
    StandIn { specifier: String },
    /// A built-in module of another runtime, whose export names nobody lists.
    Foreign { name: String },
}

impl Host {
    pub(crate) fn new(options: Options) -> Self {
        let embedded = RefCell::new(options.embedded.clone());
        let started = Instant::now();
        Self {
            deadline: Rc::new(Cell::new(started + options.limits.time)),
            used: Rc::default(),
            starved: Cell::new(false),
            entries: RefCell::default(),
            options,
            started,
            resolvers: Resolvers::new(),
            embedded,
            scripts: RefCell::default(),
            units: RefCell::default(),
            facades: RefCell::default(),
            askers: RefCell::default(),
            packages: RefCell::default(),
            stand_ins: RefCell::default(),
            errors: RefCell::default(),
        }
    }

    pub(crate) fn late(&self) -> bool {
        Instant::now() > self.deadline.get()
    }

    /// Must the run end, for its time or its memory is used up?
    pub(super) fn must_stop(&self) -> bool {
        if self.used.now() > self.options.limits.memory {
            self.starved.set(true);
        }
        self.late() || self.starved.get()
    }

    /// A file as the engine runs it.
    pub(crate) fn unit(&self, path: &str) -> Result<Rc<Unit>, LoadError> {
        if let Some(unit) = self.units.borrow().get(path) {
            return Ok(unit.clone());
        }
        let package_type = self.resolvers.package_type(Path::new(path));
        let unit = Rc::new(unit::read(path, package_type)?);
        self.units.borrow_mut().insert(path.to_owned(), unit.clone());
        Ok(unit)
    }

    /// The units read so far, in order.
    pub(crate) fn units(&self) -> Vec<(String, Rc<Unit>)> {
        self.units.borrow().iter().map(|(path, unit)| (path.clone(), unit.clone())).collect()
    }

    pub(crate) fn known_unit(&self, path: &str) -> Option<Rc<Unit>> {
        self.units.borrow().get(path).cloned()
    }

    /// What `specifier` leads to, stand-ins and the embedded drizzle-orm included.
    pub(crate) fn resolve(
        &self,
        specifier: &str,
        from: &str,
        way: Way,
    ) -> Result<Resolved, LoadError> {
        if let Some(found) = self.embedded_module(specifier, from) {
            return Ok(found);
        }
        let package = package_name(specifier);
        if let Some(package) = package {
            self.packages.borrow_mut().push((package.to_owned(), from.to_owned()));
        }
        let base = if Path::new(from).is_absolute() {
            Path::new(from).to_owned()
        } else {
            self.options.cwd.join("noop.js")
        };
        match self.resolvers.resolve(specifier, &base, way) {
            Ok(found) => Ok(found),
            Err(Nowhere::Package { .. }) if package == Some("drizzle-orm") => {
                self.embedded(specifier).ok_or_else(|| self.no_orm(specifier, from))
            }
            Err(Nowhere::Package { name }) if self.may_stand_in(specifier, from, way) => {
                self.stand_ins.borrow_mut().insert(name);
                Ok(Resolved::StandIn(specifier.to_owned()))
            }
            Err(nowhere) => Err(self.missing(specifier, from, &nowhere)),
        }
    }

    /// A module of the embedded drizzle-orm that one of its own modules asks for.
    fn embedded_module(&self, specifier: &str, from: &str) -> Option<Resolved> {
        from.strip_prefix("embedded:").and_then(|_| self.embedded(specifier))
    }

    fn embedded(&self, specifier: &str) -> Option<Resolved> {
        let embedded = self.embedded.borrow();
        let found = embedded.as_ref()?.modules.contains_key(specifier);
        found.then(|| Resolved::Embedded(specifier.to_owned()))
    }

    /// Only a static import of the user's own is stood in for: a `require` or a dynamic
    /// import of a package that may be missing is usually ready for that.
    fn may_stand_in(&self, specifier: &str, from: &str, way: Way) -> bool {
        // What `export *` hands on has no names that could be stood in for, and would be
        // taken for nothing.
        let handed_on = |from: &str| {
            self.known_unit(from)
                .is_some_and(|unit| unit.record.stars.iter().any(|it| it == specifier))
        };
        way == Way::Import
            && !is_dependency(from)
            && self.static_names(specifier, from).is_some()
            && !handed_on(from)
    }

    /// The names that a file imports statically from `specifier`; `None` if it does not.
    /// An inner `None` means all of them.
    pub(crate) fn static_names(&self, specifier: &str, from: &str) -> Option<Option<Vec<String>>> {
        let unit = self.known_unit(from)?;
        let linked =
            |import: &&Import| import.specifier == specifier && import.name != ImportName::Dynamic;
        let imports: Vec<_> = unit.record.imports.iter().filter(linked).collect();
        if imports.is_empty() {
            return None;
        }
        let mut names = Vec::new();
        for import in imports {
            match &import.name {
                ImportName::Named(name) => names.push(name.clone()),
                ImportName::All => return Some(None),
                ImportName::Default | ImportName::None | ImportName::Dynamic => {}
            }
        }
        names.sort();
        names.dedup();
        Some(Some(names))
    }

    /// The identity of a facade; the same for the same.
    pub(crate) fn facade_id(&self, facade: Facade) -> String {
        let mut facades = self.facades.borrow_mut();
        let index = facades.iter().position(|known| *known == facade).unwrap_or(facades.len());
        if index == facades.len() {
            facades.push(facade);
        }
        format!("facade:{index}")
    }

    pub(crate) fn facade(&self, id: &str) -> Option<Facade> {
        let index: usize = id.strip_prefix("facade:")?.parse().ok()?;
        self.facades.borrow().get(index).cloned()
    }

    pub(crate) fn asked(&self, target: &str, from: &str, specifier: &str) {
        self.askers
            .borrow_mut()
            .entry(target.to_owned())
            .or_insert_with(|| (from.to_owned(), specifier.to_owned()));
    }

    pub(crate) fn asker(&self, target: &str) -> Option<(String, String)> {
        self.askers.borrow().get(target).cloned()
    }

    /// The file that asked for a specifier first, and how it is written there.
    pub(crate) fn first_asker(&self, specifier: &str) -> Option<(String, String)> {
        let bare = |specifier: &str| specifier.trim_start_matches("node:").to_owned();
        let askers = self.askers.borrow();
        let mut all = askers.values();
        all.find(|(_, asked)| bare(asked) == bare(specifier)).cloned()
    }

    pub(crate) fn importers(&self, package: &str) -> Vec<String> {
        let mut files = Vec::new();
        for (asked, from) in &*self.packages.borrow() {
            if asked == package && !files.contains(from) {
                files.push(from.clone());
            }
        }
        // The user's own files first: a dependency may bring a copy of its own.
        files.sort_by_key(|file| is_dependency(file));
        files
    }

    pub(crate) fn stand_ins(&self) -> Vec<String> {
        self.stand_ins.borrow().iter().cloned().collect()
    }

    /// Keeps an error while it travels through JavaScript as an exception.
    pub(crate) fn keep(&self, error: LoadError) -> usize {
        let mut errors = self.errors.borrow_mut();
        errors.push(error);
        errors.len() - 1
    }

    pub(crate) fn kept(&self, number: usize) -> Option<LoadError> {
        self.errors.borrow().get(number).cloned()
    }
}
