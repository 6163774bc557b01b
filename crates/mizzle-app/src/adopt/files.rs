//! The schema files under change, and where in them everything is.

use super::{Changed, Problem};
use crate::error::Error;
use crate::files::{FileError, read_text};
use crate::project::{Project, relative};
use crate::schema;
use mizzle_core::naming::Line;
use mizzle_core::postgres::drizzle::Extract;
use mizzle_core::postgres::from_drizzle::site;
use mizzle_core::postgres::schema::{Object, QName, Schema};
use mizzle_core::postgres::typescript::{Names, Unsaid, Writer};
use mizzle_loader::Within;
use mizzle_loader::edit::{Editor, relative_import};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Where something is declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known {
    /// The file.
    pub(super) file: PathBuf,
    /// The variable in that file.
    pub(super) local: String,
    /// What others import it as.
    pub(super) export: String,
}

/// The files.
pub(super) struct Files {
    pub(super) line: Line,
    pub(super) editors: Editors,
    pub(super) relations: BTreeMap<QName, Known>,
    pub(super) enums: BTreeMap<QName, Known>,
    pub(super) sequences: BTreeMap<QName, Known>,
    pub(super) namespaces: BTreeMap<String, Known>,
    pub(super) roles: BTreeMap<String, Known>,
    pub(super) keys: BTreeMap<(QName, String), String>,
    /// What the files say.
    pub(super) desired: Schema,
    /// Tables that were made here, with all that belongs to them.
    pub(super) fresh: Vec<QName>,
    /// Where what is new goes.
    pub(super) main: PathBuf,
    before: Editors,
}

/// The files by their paths.
type Editors = BTreeMap<PathBuf, Editor>;

impl Files {
    /// Finds everything that the schema exports.
    pub(super) fn of(
        project: &Project,
        extract: &Extract,
        line: Line,
        desired: &Schema,
    ) -> Result<Self, Error> {
        let main = extract.files.first().map(|file| project.cwd().join(file)).unwrap_or_default();
        let mut files = Self {
            line,
            editors: Editors::new(),
            relations: BTreeMap::new(),
            enums: BTreeMap::new(),
            sequences: BTreeMap::new(),
            namespaces: BTreeMap::new(),
            roles: BTreeMap::new(),
            keys: schema::keys(project, extract, line, desired),
            desired: desired.clone(),
            fresh: Vec::new(),
            main: main.clone(),
            before: Editors::new(),
        };
        files.open(&main)?;
        let find = |files: &mut Self, object: &Object| -> Result<Option<Known>, Error> {
            let Some(site) = site(extract, line, project.casing, object) else { return Ok(None) };
            let Some(file) = extract.files.get(site.file) else { return Ok(None) };
            let file = project.cwd().join(file);
            let place = project.loader().locate(&file, &site.export, Within::Itself);
            let Some(place) = place else { return Ok(None) };
            files.open(&place.file)?;
            let editor = files.editors.get(&place.file);
            let local = editor.and_then(|it| it.variable_at(place.line, place.column));
            Ok(local.map(|local| Known { file: place.file, local, export: site.export }))
        };
        for name in desired.tables.keys() {
            if let Some(known) = find(&mut files, &Object::Table(name.clone()))? {
                files.relations.insert(name.clone(), known);
            }
        }
        for name in desired.views.keys() {
            if let Some(known) = find(&mut files, &Object::View(name.clone()))? {
                files.relations.insert(name.clone(), known);
            }
        }
        for name in desired.enums.keys() {
            if let Some(known) = find(&mut files, &Object::Enum(name.clone()))? {
                files.enums.insert(name.clone(), known);
            }
        }
        for name in desired.sequences.keys() {
            if let Some(known) = find(&mut files, &Object::Sequence(name.clone()))? {
                files.sequences.insert(name.clone(), known);
            }
        }
        for name in extract.schemas.iter().map(|it| &it.name) {
            if let Some(known) = find(&mut files, &Object::Namespace(name.clone()))? {
                files.namespaces.insert(name.clone(), known);
            }
        }
        for name in desired.roles.keys() {
            if let Some(known) = find(&mut files, &Object::Role(name.clone()))? {
                files.roles.insert(name.clone(), known);
            }
        }
        files.before.clone_from(&files.editors);
        Ok(files)
    }

    fn open(&mut self, path: &Path) -> Result<(), FileError> {
        if !self.editors.contains_key(path) {
            let text = read_text(path)?.unwrap_or_default();
            self.editors.insert(path.to_owned(), Editor::new(path, text));
        }
        Ok(())
    }

    /// The files that are not what they were.
    pub(super) fn changed(&self, cwd: &Path) -> Vec<Changed> {
        let changed = self.editors.iter().filter_map(|(path, editor)| {
            let before = self.before.get(path)?;
            (before.text() != editor.text()).then(|| Changed {
                path: path.clone(),
                shown: relative(path, cwd),
                before: before.text().to_owned(),
                after: editor.text().to_owned(),
            })
        });
        changed.collect()
    }

    /// The editor of a file.
    pub(super) fn editor(&mut self, file: &Path) -> Result<&mut Editor, Problem> {
        let shown = file.display().to_string();
        self.editors.get_mut(file).ok_or_else(|| Problem::new(format!("{shown} was not read")))
    }

    /// Where a table or view is declared.
    pub(super) fn relation(&self, name: &QName) -> Result<Known, Problem> {
        let known = self.relations.get(name).cloned();
        known.ok_or_else(|| {
            Problem::new(format!("the schema files do not declare {name} as a variable"))
        })
    }

    /// The key of a column.
    pub(super) fn key(&self, table: &QName, column: &str) -> Result<String, Problem> {
        let key = self.keys.get(&(table.clone(), column.to_owned())).cloned();
        key.ok_or_else(|| {
            Problem::new(format!("the schema files do not declare the column {table}.{column}"))
        })
    }

    /// Lines for a file, whose extras call their table `parameter`; what they need is
    /// imported there.
    pub(super) fn write(
        &mut self,
        file: &Path,
        parameter: &str,
        write: impl FnOnce(&mut Writer<'_>) -> Result<String, Unsaid>,
    ) -> Result<String, Problem> {
        let names = self.names_in(file);
        let mut writer = Writer::new(self.line, &names).careful().calling_the_table(parameter);
        let text = write(&mut writer).map_err(|error| Problem::new(error.why))?;
        let imports = writer.imports().clone();
        let others: Vec<Known> = self.all().filter(|it| it.file != file).cloned().collect();
        let editor = self.editor(file)?;
        for import in &imports {
            // A member of an import needs none of its own.
            let is_used = mentions(&text, import.name);
            if is_used && !editor.import(import.module, import.name, import.is_type) {
                let why = format!("`{}` means something else in the file", import.name);
                return Err(Problem::new(why).with(&text));
            }
        }
        let ending = editor.import_ending();
        for other in others {
            if !mentions(&text, &other.export) || editor.has_binding(&other.export) {
                continue;
            }
            let module = relative_import(file, &other.file, ending)
                .ok_or_else(|| Problem::new("a file without a folder").with(&text))?;
            editor.import(&module, &other.export, false);
        }
        Ok(text)
    }

    /// What everything is called in a file.
    pub(super) fn names_in(&self, file: &Path) -> Names {
        let name = |known: &Known| {
            if known.file == file { known.local.clone() } else { known.export.clone() }
        };
        let of = |all: &BTreeMap<QName, Known>| {
            all.iter().map(|(key, known)| (key.clone(), name(known))).collect()
        };
        let plain = |all: &BTreeMap<String, Known>| {
            all.iter().map(|(key, known)| (key.clone(), name(known))).collect()
        };
        Names {
            relations: of(&self.relations),
            enums: of(&self.enums),
            sequences: of(&self.sequences),
            namespaces: plain(&self.namespaces),
            roles: plain(&self.roles),
            keys: self.keys.clone(),
        }
    }

    fn all(&self) -> impl Iterator<Item = &Known> {
        self.relations
            .values()
            .chain(self.enums.values())
            .chain(self.sequences.values())
            .chain(self.namespaces.values())
            .chain(self.roles.values())
    }
}

/// Is the name a word of the text?
fn mentions(text: &str, name: &str) -> bool {
    let is_word = |ch: char| ch.is_alphanumeric() || matches!(ch, '_' | '$');
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let behind = text[at + name.len()..].chars().next();
        !before.is_some_and(|ch| is_word(ch) || ch == '.') && !behind.is_some_and(is_word)
    })
}
