//! An error of the user's own program, the config or the schema, explained: the place
//! in the file, the import chain that led there, and what to do.

use crate::error::{Explanation, Place};
use crate::event::Stage;
use crate::project::relative;
use mizzle_loader::{Frame, LoadError, LoadErrorKind, Step};
use std::path::{Path, PathBuf};

/// A config or schema that could not be loaded.
#[derive(Debug, thiserror::Error)]
#[error("{}", error.message)]
pub struct LoadFailure {
    error: LoadError,
    stage: Stage,
    cwd: PathBuf,
}

impl LoadFailure {
    pub(crate) fn new(error: LoadError, stage: Stage, cwd: &Path) -> Self {
        Self { error, stage, cwd: cwd.to_owned() }
    }

    pub(crate) fn explain(&self) -> Explanation {
        let error = &self.error;
        let mut explanation = Explanation::new(self.code(), &error.message)
            .at(error.place.as_deref().map(|found| place(found, &self.cwd)));
        for cause in &error.causes {
            explanation = explanation.note(format!("caused by: {cause}"));
        }
        let shown = error.place.as_deref();
        let is_shown = |frame: &&Frame| {
            shown.is_some_and(|place| {
                Path::new(&frame.file) == place.file
                    && frame.line == place.line
                    && frame.step == Step::Call
            })
        };
        for frame in error.trail.iter().filter(|frame| !is_shown(frame)) {
            explanation = explanation.note(self.frame(frame));
        }
        match &error.hint {
            Some(hint) => explanation.hint(hint),
            None => explanation,
        }
    }

    fn code(&self) -> &'static str {
        let of_config = match self.stage {
            Stage::Config => true,
            Stage::Schema
            | Stage::Migrations
            | Stage::State
            | Stage::Database
            | Stage::DevDatabase
            | Stage::Replay
            | Stage::Counting
            | Stage::Rehearsal
            | Stage::History
            | Stage::Reset
            | Stage::Side
            | Stage::Proof => false,
        };
        match (self.error.kind, of_config) {
            (LoadErrorKind::NotFound, true) => "config_file_not_found_error",
            (LoadErrorKind::NotFound, false) => "schema_files_not_found_error",
            (LoadErrorKind::Internal, _) => "internal_error",
            (_, true) => "config_validation_error",
            (_, false) => "schema_error",
        }
    }

    fn frame(&self, frame: &Frame) -> String {
        let file = relative(Path::new(&frame.file), &self.cwd);
        let position = if frame.line == 0 {
            file.display().to_string()
        } else {
            format!("{}:{}:{}", file.display(), frame.line, frame.column)
        };
        match frame.step {
            Step::Import => format!("`{}` is imported at {position}", frame.name),
            Step::Call if frame.name.is_empty() => format!("at {position}"),
            Step::Call => format!("in {} at {position}", frame.name),
        }
    }
}

/// A place that the loader found, as it is shown.
pub(crate) fn place(found: &mizzle_loader::Place, cwd: &Path) -> Place {
    Place {
        file: relative(&found.file, cwd),
        line: found.line,
        column: found.column,
        text: found.line_text.clone(),
        len: found.length,
    }
}
