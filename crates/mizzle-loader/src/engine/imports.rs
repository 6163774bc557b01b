//! Who imported whom, and the errors of imports that lead nowhere.

use super::host::Host;
use crate::resolve::Nowhere;
use crate::unit::is_dependency;
use crate::{Frame, LoadError, LoadErrorKind, Place, Step};
use std::path::Path;

/// A chain of imports longer than this says nothing more.
const LONGEST: usize = 50;

impl Host {
    /// The place of the specifier in the file that imports it.
    pub(super) fn import_place(&self, specifier: &str, from: &str) -> Option<Place> {
        let unit = self.known_unit(from)?;
        let import = unit.record.imports.iter().find(|import| import.specifier == specifier)?;
        let (offset, length) = import.specifier_span;
        Some(unit.origin.as_ref()?.source.place(offset, length))
    }

    /// The imports that led to a module, nearest first.
    pub(super) fn import_chain(&self, id: &str) -> Vec<Frame> {
        let mut chain: Vec<Frame> = Vec::new();
        let mut target = id.to_owned();
        while let Some((from, specifier)) = self.asker(&target) {
            let known = chain.iter().any(|frame| frame.file == from);
            if known || !Path::new(&from).is_absolute() || chain.len() >= LONGEST {
                break;
            }
            chain.push(self.import_frame(specifier, from.clone()));
            target = from;
        }
        chain
    }

    /// The same, from the import of `specifier` that came first.
    pub(super) fn chain_to(&self, specifier: &str) -> Vec<Frame> {
        let Some((from, specifier)) = self.first_asker(specifier) else { return Vec::new() };
        let mut chain = vec![self.import_frame(specifier, from.clone())];
        chain.extend(self.import_chain(&from));
        chain
    }

    /// The error for a specifier that leads nowhere, at the import that asked or, if that
    /// is in a dependency, at the user's import that led there.
    pub(super) fn missing(&self, specifier: &str, from: &str, why: &Nowhere) -> LoadError {
        let mut message = format!("cannot find module '{specifier}'");
        let mut place = self.import_place(specifier, from);
        let mut trail = self.import_chain(from);
        if place.is_none() && is_dependency(from) {
            message += &format!(", imported by {from}");
            place = trail.iter().find_map(|frame| self.import_place(&frame.name, &frame.file));
            trail.insert(0, self.import_frame(specifier.to_owned(), from.to_owned()));
        }
        let mut error = LoadError::new(LoadErrorKind::MissingModule, message).at(place);
        error.trail = trail;
        match hint(specifier, why) {
            Some(hint) => error.hint(hint),
            None => error,
        }
    }

    /// The error for `drizzle-orm` where there is none, not even our own.
    pub(super) fn no_orm(&self, specifier: &str, from: &str) -> LoadError {
        let error = self.missing(specifier, from, &Nowhere::File);
        error.hint(if self.embedded.borrow().is_some() {
            "the copy inside mizzle has no such module; install drizzle-orm in the project"
        } else {
            "install drizzle-orm in the project (this build of mizzle has no copy of its own)"
        })
    }

    fn import_frame(&self, specifier: String, from: String) -> Frame {
        let place = self.import_place(&specifier, &from);
        let (line, column) = place.map_or((0, 0), |place| (place.line, place.column));
        Frame { step: Step::Import, name: specifier, file: from, line, column }
    }
}

fn hint(specifier: &str, why: &Nowhere) -> Option<String> {
    match why {
        Nowhere::File if specifier.starts_with(['@', '~', '$']) => {
            Some("if it is an alias, define it in `paths` of tsconfig.json".into())
        }
        Nowhere::File => None,
        Nowhere::Package { name } => Some(format!("install the package: {name}")),
        Nowhere::Part { name, directory } => Some(format!(
            "{name} is installed in {}, but this part of it is not there: is the package built, \
             and does its package.json export it?",
            directory.display()
        )),
        Nowhere::PackageImport => {
            Some("names with # are defined in `imports` of package.json".into())
        }
        Nowhere::Broken { message } => Some(format!("a package.json is broken: {message}")),
    }
}
