//! `--loader node`: configs and schemas run in the project's own Node, for what the
//! sandbox refuses, such as a config that asks a secret store. Which file an import
//! means, and its JavaScript, still comes from here, so that a project loads alike
//! both ways and needs no TypeScript loader installed.

mod failure;
mod process;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::loader::Resolved;
use crate::options::{Options, Result};
use crate::{LoadError, Loader, Script, Way};
use process::Process;

/// The project's Node, started when something is first run.
#[derive(Default)]
pub(crate) struct Node {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    process: Option<Process>,
    /// `process.env` as the last run left it.
    env: Option<BTreeMap<String, String>>,
    /// Did the last run fail?
    failed: bool,
}

/// What Node asks while it runs.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Message {
    Question(Question),
    Done { done: String, env: BTreeMap<String, String> },
    Failed { failed: failure::Thrown, env: BTreeMap<String, String> },
}

#[derive(Debug, Deserialize)]
#[serde(tag = "ask", rename_all = "camelCase")]
enum Question {
    Resolve { specifier: String, from: PathBuf, require: bool },
    Load { path: String },
}

/// An answer; a field that is missing leaves the matter to Node.
#[derive(Debug, Default, Serialize)]
struct Answer {
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<PathBuf>,
    /// What is imported of a CommonJS file, to give it as bundlers do.
    #[serde(skip_serializing_if = "Option::is_none")]
    names: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    /// The number of an error that is kept here.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<usize>,
}

/// A file as Node gets it.
#[derive(Debug)]
pub(crate) struct NodeSource {
    /// Node's name of the format.
    pub(crate) format: &'static str,
    pub(crate) code: String,
}

impl Node {
    /// `process.env` as the last run left it.
    pub(crate) fn env(&self) -> Option<BTreeMap<String, String>> {
        self.state().env.clone()
    }

    /// As [`Loader::run`].
    pub(crate) fn run(
        &self,
        loader: &Loader,
        entries: &[PathBuf],
        script: Script<'_>,
        args: &Value,
    ) -> Result<String> {
        let mut state = self.state();
        if std::mem::take(&mut state.failed) {
            loader.forget()?;
        }
        let State { process, env, .. } = &mut *state;
        let process = match process {
            Some(process) => process,
            none => {
                let mut options = loader.options.clone();
                if let Some(env) = env {
                    options.env.clone_from(env);
                }
                none.insert(Process::start(&options)?)
            }
        };
        let names: Vec<_> = entries.iter().map(|entry| entry.display().to_string()).collect();
        let entries = entries
            .iter()
            .map(|entry| {
                let file = loader.real_path(entry)?;
                let source = loader.node_source(&file.to_string_lossy())?;
                Ok(serde_json::json!({
                    "order": loader.export_order(&file)?,
                    "commonjs": source.format == "commonjs",
                    "file": file,
                }))
            })
            .collect::<Result<Vec<_>>>()?;
        process.deadline(&loader.options, names.join(", "));
        process.begin(
            &serde_json::json!({ "entries": entries, "script": script.source, "args": args }),
        )?;
        let mut errors = Vec::new();
        let outcome = loop {
            let text = match process.next(&loader.options) {
                Ok(text) => text,
                Err(error) => break Err(error),
            };
            match serde_json::from_str(&text) {
                Ok(Message::Question(question)) => {
                    process.send(&answer(loader, question, &mut errors))?
                }
                Ok(Message::Done { done, env }) => {
                    state.env = Some(env);
                    return Ok(done);
                }
                Ok(Message::Failed { failed, env }) => {
                    state.env = Some(env);
                    break Err(failure::explain(loader, failed, &errors));
                }
                Err(error) => {
                    break Err(LoadError::internal(format!(
                        "Node says what is not understood: {error}"
                    )));
                }
            }
        };
        // It was ended, or is in a state that nothing is known of, or holds a module that
        // failed and, as the language wants it, would stay failed.
        state.process = None;
        state.failed = true;
        outcome
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn answer(loader: &Loader, question: Question, errors: &mut Vec<LoadError>) -> Answer {
    let answer = match question {
        Question::Resolve { specifier, from, require } => {
            let way = if require { Way::Require } else { Way::Import };
            loader.resolve(&specifier, &from, way).map(|found| {
                let mut answer = resolved(found);
                if let (false, Some(file)) = (require, &answer.file) {
                    answer.names = loader.commonjs_names(&specifier, &from, file);
                }
                answer
            })
        }
        Question::Load { path } => loader.node_source(&path).map(|NodeSource { format, code }| {
            Answer { format: Some(format), code: Some(code), ..Answer::default() }
        }),
    };
    answer.unwrap_or_else(|error| {
        errors.push(error);
        Answer { error: Some(errors.len() - 1), ..Answer::default() }
    })
}

fn resolved(found: Resolved) -> Answer {
    match found {
        Resolved::File(file) => Answer { file: Some(file), ..Answer::default() },
        Resolved::Embedded(name) => {
            Answer { url: Some(format!("mizzle:embedded/{name}")), ..Answer::default() }
        }
        Resolved::Builtin(id) => Answer {
            url: id.strip_prefix("mizzle:").map(|name| format!("mizzle:own/{name}")),
            ..Answer::default()
        },
        // Where Node runs, only what is installed counts; it names what is missing.
        Resolved::StandIn(_) => Answer::default(),
    }
}

/// Is this set up to run in Node?
pub(crate) fn for_options(options: &Options) -> Option<Node> {
    options.node.then(Node::default)
}
