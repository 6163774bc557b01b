//! A JavaScript value as `js/config.js` hands it over, and the questions that reading
//! a config asks of one.

use indexmap::IndexMap;
use serde::Deserialize;

/// A value with its JavaScript type.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "t", content = "v", rename_all = "camelCase")]
pub(super) enum Js {
    Undefined,
    Null,
    Boolean(bool),
    Number(String),
    Bigint(String),
    String(String),
    /// Lower-case hex.
    Bytes(String),
    Function,
    Array(Vec<Js>),
    Object(IndexMap<String, Js>),
    /// An instance of a class, by its name.
    Other(String),
}

impl Js {
    pub(super) fn is_nothing(&self) -> bool {
        matches!(self, Self::Undefined | Self::Null)
    }

    /// The type, as messages name it.
    pub(super) fn what(&self) -> String {
        match self {
            Self::Undefined => "undefined".into(),
            Self::Null => "null".into(),
            Self::Boolean(value) => value.to_string(),
            Self::Number(value) => format!("the number {value}"),
            Self::Bigint(value) => format!("the bigint {value}"),
            Self::String(_) => "a string".into(),
            Self::Bytes(_) => "bytes".into(),
            Self::Function => "a function".into(),
            Self::Array(_) => "an array".into(),
            Self::Object(_) => "an object".into(),
            Self::Other(class) => format!("an instance of {class}"),
        }
    }

    /// A string, or what a string is written as in a place where Node takes both.
    pub(super) fn text(&self) -> Option<String> {
        match self {
            Self::String(text) | Self::Number(text) | Self::Bigint(text) => Some(text.clone()),
            Self::Bytes(hex) => {
                let bytes: Vec<u8> = (0..hex.len())
                    .step_by(2)
                    .filter_map(|at| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok())
                    .collect();
                Some(String::from_utf8_lossy(&bytes).into_owned())
            }
            Self::Undefined
            | Self::Null
            | Self::Boolean(_)
            | Self::Function
            | Self::Array(_)
            | Self::Object(_)
            | Self::Other(_) => None,
        }
    }
}
