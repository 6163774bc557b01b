//! The source of ES modules that stand for what is not one: CommonJS, JSON, modules
//! built into Node, packages that are not installed.
//!
//! An ES module must say its export names before it runs. Where the importing file
//! tells which names it wants, those are declared and the CommonJS behind runs at
//! its turn, in the order of the imports; only where any name may be wanted must it
//! run first, to be asked for its names.

use super::host::{Facade, FacadeOf, Host};
use crate::resolve::builtin;
use rquickjs::{Ctx, Module, module::Declared};

/// A JavaScript string literal.
pub(super) fn quote(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The module for a facade.
pub(super) fn declare<'js>(
    ctx: &Ctx<'js>,
    id: &str,
    facade: &Facade,
) -> rquickjs::Result<Module<'js, Declared>> {
    let code = match &facade.of {
        FacadeOf::File { path, node } => {
            let load = format!("__mizzle.load({})", quote(path));
            let names = match &facade.names {
                Some(names) => names.clone(),
                None => keys(ctx, &load)?,
            };
            let default = if *node { "$m" } else { "__mizzle.defaultOf($m)" };
            source(&load, default, &names)
        }
        FacadeOf::Foreign { name } => {
            let names = facade.names.clone().unwrap_or_default();
            source(&format!("__mizzle.builtin({})", quote(name)), "$m", &names)
        }
        FacadeOf::StandIn { specifier } => {
            let names = facade.names.clone().unwrap_or_default();
            source(&format!("__mizzle.standIn({})", quote(specifier)), "$m", &names)
        }
    };
    Module::declare(ctx.clone(), id, code)
}

/// The module for a built-in one, by its name without `node:`.
pub(super) fn declare_builtin<'js>(
    ctx: &Ctx<'js>,
    id: &str,
    name: &str,
) -> rquickjs::Result<Module<'js, Declared>> {
    let load = format!("__mizzle.builtin({})", quote(name));
    let mut names = keys(ctx, &load)?;
    for known in builtin::builtin(name).into_iter().flat_map(|builtin| builtin.names()) {
        if !names.iter().any(|name| name == known) {
            names.push(known.to_owned());
        }
    }
    Module::declare(ctx.clone(), id, source(&load, "$m", &names))
}

/// The export names of a value, as an ES module may have them.
fn keys(ctx: &Ctx<'_>, value: &str) -> rquickjs::Result<Vec<String>> {
    ctx.eval(format!("__mizzle.exportNames({value})"))
}

fn source(value: &str, default: &str, names: &[String]) -> String {
    use std::fmt::Write as _;
    let mut code = format!("const $m={value};export default {default};");
    for (index, name) in names.iter().filter(|name| *name != "default").enumerate() {
        let name = quote(name);
        // Writing to a string cannot fail.
        let _ = write!(code, "const $${index}=$m[{name}];export{{$${index} as {name}}};");
    }
    code
}

impl Host {
    /// The identity of the facade through which `from` imports a file that is not an ES
    /// module.
    pub(super) fn file_facade(&self, path: &str, specifier: &str, from: &str) -> String {
        let node = crate::unit::is_dependency(from);
        let names = self.static_names(specifier, from).flatten();
        self.facade_id(Facade { of: FacadeOf::File { path: path.to_owned(), node }, names })
    }

    /// The identity of a built-in module that Node does not have.
    pub(super) fn foreign_facade(&self, name: &str, specifier: &str, from: &str) -> String {
        let names = self.static_names(specifier, from).flatten();
        self.facade_id(Facade { of: FacadeOf::Foreign { name: name.to_owned() }, names })
    }

    /// The identity of the stand-in for a package that is not installed.
    pub(super) fn stand_in_facade(&self, specifier: &str, from: &str) -> String {
        let names = self.static_names(specifier, from).flatten();
        self.facade_id(Facade { of: FacadeOf::StandIn { specifier: specifier.to_owned() }, names })
    }
}
