//! The engine's questions about modules: what a specifier means, and what the module
//! behind it is. The engine asks the second while it compiles the importing module,
//! so everything here may be entered again while it runs.

use super::bytecode;
use super::facade;
use super::host::Host;
use crate::loader::{Resolved, Way};
use crate::resolve::builtin;
use crate::unit::{Format, Unit};
use crate::{LoadError, LoadErrorKind};
use rquickjs::loader::{ImportAttributes, Loader, Resolver};
use rquickjs::{Ctx, Exception, Function, Module, Value, module::Declared, object::Property};
use std::borrow::Cow;
use std::path::Path;
use std::rc::Rc;

pub(super) struct ModuleResolver(pub(super) Rc<Host>);

impl Resolver for ModuleResolver {
    fn resolve<'js>(
        &mut self,
        ctx: &Ctx<'js>,
        base: &str,
        name: &str,
        _attributes: Option<ImportAttributes<'js>>,
    ) -> rquickjs::Result<String> {
        let host = self.0.clone();
        identity(&host, name, base).map_err(|error| throw(ctx, &host, error))
    }
}

pub(super) struct ModuleLoader(pub(super) Rc<Host>);

impl Loader for ModuleLoader {
    fn load<'js>(
        &mut self,
        ctx: &Ctx<'js>,
        id: &str,
        _attributes: Option<ImportAttributes<'js>>,
    ) -> rquickjs::Result<Module<'js, Declared>> {
        let host = self.0.clone();
        if let Some(name) = id.strip_prefix("node:") {
            return facade::declare_builtin(ctx, id, name);
        }
        if id.starts_with("mizzle:") {
            let script = host.scripts.borrow().get(id).cloned();
            return match script {
                Some(source) => bytecode::declare(ctx, id, &source),
                None => facade::declare_builtin(ctx, id, id),
            };
        }
        if let Some(facade) = host.facade(id) {
            return facade::declare(ctx, id, &facade);
        }
        if let Some(specifier) = id.strip_prefix("embedded:") {
            let embedded = host.embedded.borrow().clone();
            let source = embedded.as_ref().and_then(|embedded| embedded.modules.get(specifier));
            return bytecode::declare(ctx, id, source.map_or("", |source| source));
        }
        let unit = host.unit(id).map_err(|error| throw(ctx, &host, error))?;
        let code = whole_stand_ins(&host, &unit, id);
        let module = if unit.prelude.is_empty() {
            bytecode::declare(ctx, id, &code)?
        } else {
            Module::declare(ctx.clone(), id, format!("{}{code}", unit.prelude))?
        };
        if unit.code.contains("import.meta") {
            fill_meta(ctx, &host, &module, id)?;
        }
        Ok(module)
    }
}

/// The identity of the module that `specifier` means in the module `base`.
pub(super) fn identity(host: &Host, specifier: &str, base: &str) -> Result<String, LoadError> {
    // Only our own scripts may name modules by their identity.
    let ours = !Path::new(base).is_absolute();
    let identities = ["facade:", "mizzle:", "embedded:"];
    if ours && identities.iter().any(|prefix| specifier.starts_with(prefix)) {
        return Ok(specifier.to_owned());
    }
    // `?raw`, `?url` and the like belong to bundlers; the file is what counts.
    let resolved = host.resolve(specifier, base, Way::Import)?;
    let id = match resolved {
        Resolved::Builtin(id) => match id.strip_prefix("node:") {
            Some(name) if builtin::builtin(name).is_none() => {
                host.foreign_facade(name, specifier, base)
            }
            _ => id,
        },
        Resolved::Embedded(specifier) => format!("embedded:{specifier}"),
        Resolved::StandIn(specifier) => host.stand_in_facade(&specifier, base),
        Resolved::File(path) => {
            let path = path.to_string_lossy().into_owned();
            host.asked(&path, base, specifier);
            let unit = host.unit(&path).map_err(|error| match error.place {
                None => error.at(host.import_place(specifier, base)),
                Some(_) => error,
            })?;
            match unit.format {
                Format::Module => path,
                Format::CommonJs | Format::Json | Format::Inert => {
                    host.file_facade(&path, specifier, base)
                }
            }
        }
    };
    host.asked(&id, base, specifier);
    Ok(id)
}

/// `import * as z from "zod"`, where zod is not installed: a namespace has only the
/// names that it declares, but a stand-in must have any. So `z` becomes the stand-in.
fn whole_stand_ins<'u>(host: &Host, unit: &'u Unit, id: &str) -> Cow<'u, str> {
    let mut code = Cow::Borrowed(unit.code.as_str());
    for import in &unit.record.imports {
        let Some(name) = &import.namespace else { continue };
        let lacking = match host.resolve(&import.specifier, id, Way::Import) {
            Ok(Resolved::StandIn(_)) => true,
            Ok(Resolved::Builtin(id)) => {
                id.strip_prefix("node:").is_some_and(|name| builtin::builtin(name).is_none())
            }
            Ok(Resolved::File(_) | Resolved::Embedded(_)) | Err(_) => false,
        };
        if lacking {
            let specifier = facade::quote(&import.specifier);
            let (all, default) = (
                format!("* as {name} from {specifier}"),
                format!("{{ default as {name} }} from {specifier}"),
            );
            code = Cow::Owned(code.replace(&all, &default));
        }
    }
    code
}

/// Sends an error through JavaScript: as an exception that carries its number.
pub(super) fn throw(ctx: &Ctx<'_>, host: &Host, error: LoadError) -> rquickjs::Error {
    let message = match &error.place {
        Some(place) => {
            format!("{}:{}:{}: {}", place.file.display(), place.line, place.column, error.message)
        }
        None => error.message.clone(),
    };
    let code = match error.kind {
        LoadErrorKind::MissingModule => Some("MODULE_NOT_FOUND"),
        LoadErrorKind::NotFound => Some("ENOENT"),
        LoadErrorKind::Unreadable
        | LoadErrorKind::Syntax
        | LoadErrorKind::MissingExport
        | LoadErrorKind::Thrown
        | LoadErrorKind::Sandbox
        | LoadErrorKind::StandIn
        | LoadErrorKind::Timeout
        | LoadErrorKind::Memory
        | LoadErrorKind::NeverSettles
        | LoadErrorKind::Invalid
        | LoadErrorKind::Internal => None,
    };
    let name = if error.kind == LoadErrorKind::Syntax { "SyntaxError" } else { "Error" };
    let thrown = Exception::from_message(ctx.clone(), &message).and_then(|exception| {
        let object = exception.as_object();
        object.prop("name", Property::from(name).writable().configurable())?;
        if let Some(code) = code {
            object.set("code", code)?;
        }
        let number = u32::try_from(host.keep(error)).unwrap_or(u32::MAX);
        object.prop("__mizzle", Property::from(number))?;
        Ok(exception)
    });
    match thrown {
        Ok(exception) => exception.throw(),
        Err(error) => error,
    }
}

fn fill_meta<'js>(
    ctx: &Ctx<'js>,
    host: &Rc<Host>,
    module: &Module<'js, Declared>,
    id: &str,
) -> rquickjs::Result<()> {
    let path = Path::new(id);
    let meta = module.meta()?;
    meta.set("url", path_url(id))?;
    meta.set("filename", id)?;
    meta.set("dirname", path.parent().unwrap_or(path).to_string_lossy().as_ref())?;
    meta.set("main", false)?;
    meta.set("env", ctx.eval::<Value<'_>, _>("process.env")?)?;
    let (host, from) = (host.clone(), id.to_owned());
    let resolve = move |ctx: Ctx<'js>, specifier: String| {
        let resolved = host.resolve(&specifier, &from, Way::Import);
        match resolved.map_err(|error| throw(&ctx, &host, error))? {
            Resolved::File(path) => Ok::<_, rquickjs::Error>(path_url(&path.to_string_lossy())),
            Resolved::Builtin(id) => Ok(id),
            Resolved::Embedded(specifier) | Resolved::StandIn(specifier) => Ok(specifier),
        }
    };
    meta.set("resolve", Function::new(ctx.clone(), resolve)?)
}

/// The `file:` URL of an absolute path.
pub(super) fn path_url(path: &str) -> String {
    url::Url::from_file_path(path).map_or_else(|()| path.to_owned(), Into::into)
}
