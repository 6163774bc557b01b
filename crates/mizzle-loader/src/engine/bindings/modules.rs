//! CommonJS and our scripts: resolving, compiling, loading.

use super::compile;
use crate::engine::bytecode;
use crate::engine::event_loop::{Stop, settle};
use crate::engine::host::Host;
use crate::engine::modules::{identity, path_url, throw};
use crate::engine::scripts;
use crate::loader::{Resolved, Way};
use crate::order;
use crate::resolve::builtin;
use crate::source::Source;
use crate::unit::Format;
use crate::{LoadError, LoadErrorKind};
use rquickjs::{Ctx, Exception, Function, Module, Object, Value};
use std::rc::Rc;

/// What CommonJS code is wrapped in; its length shifts the columns of the first line.
pub(crate) const COMMONJS_HEAD: &str = "(function(exports,require,module,__filename,__dirname){";

pub(super) fn install<'js>(
    ctx: &Ctx<'js>,
    host: &Rc<Host>,
    native: &Object<'js>,
) -> rquickjs::Result<()> {
    let h = host.clone();
    let format = move |ctx: Ctx<'js>, path: String| {
        let unit = h.unit(&path).map_err(|error| throw(&ctx, &h, error))?;
        Ok::<_, rquickjs::Error>(match unit.format {
            Format::Module => "module",
            Format::CommonJs => "commonjs",
            Format::Json => "json",
            Format::Inert => "inert",
        })
    };
    native.set("format", Function::new(ctx.clone(), format)?)?;

    let h = host.clone();
    let json = move |ctx: Ctx<'js>, path: String| json(&ctx, &h, &path);
    native.set("json", Function::new(ctx.clone(), json)?)?;

    let h = host.clone();
    let commonjs = move |ctx: Ctx<'js>, path: String| {
        let unit = h.unit(&path).map_err(|error| throw(&ctx, &h, error))?;
        compile(&ctx, &path, format!("{COMMONJS_HEAD}{}\n}})", unit.code))
    };
    native.set("compileCommonJs", Function::new(ctx.clone(), commonjs)?)?;

    let h = host.clone();
    let require = move |ctx: Ctx<'js>, from: String, specifier: String| {
        let found = h.resolve(&specifier, &from, Way::Require);
        let id = match found.map_err(|error| throw(&ctx, &h, error))? {
            Resolved::Builtin(id) => id,
            Resolved::Embedded(specifier) => format!("embedded:{specifier}"),
            Resolved::StandIn(specifier) => h.stand_in_facade(&specifier, &from),
            Resolved::File(path) => path.to_string_lossy().into_owned(),
        };
        h.asked(&id, &from, &specifier);
        Ok::<_, rquickjs::Error>(id)
    };
    native.set("resolveRequire", Function::new(ctx.clone(), require)?)?;

    let h = host.clone();
    let resolve = move |ctx: Ctx<'js>, specifier: String, from: String| {
        identity(&h, &specifier, &from).map_err(|error| throw(&ctx, &h, error))
    };
    native.set("resolveImport", Function::new(ctx.clone(), resolve)?)?;

    native.set("import", Function::new(ctx.clone(), import)?)?;
    let h = host.clone();
    let require_module = move |ctx: Ctx<'js>, id: String| require_module(&ctx, &h, &id);
    native.set("requireModule", Function::new(ctx.clone(), require_module)?)?;

    let h = host.clone();
    let order = move |ctx: Ctx<'js>, path: String| {
        order::export_order(&h, &path).map_err(|error| throw(&ctx, &h, error))
    };
    native.set("exportOrder", Function::new(ctx.clone(), order)?)?;
    let h = host.clone();
    let importers = move |package: String| h.importers(&package);
    native.set("importers", Function::new(ctx.clone(), importers)?)?;
    let h = host.clone();
    let asker = move |id: String| h.asker(&id).map(|(from, _)| from);
    native.set("asker", Function::new(ctx.clone(), asker)?)?;
    let evaluate = |ctx: Ctx<'js>, code: String, name: String| -> rquickjs::Result<Value<'js>> {
        ctx.eval_with_options(code, super::options(&name))
    };
    native.set("evaluate", Function::new(ctx.clone(), evaluate)?)?;
    native.set("pathUrl", Function::new(ctx.clone(), |path: String| path_url(&path))?)?;

    native.set("builtinSource", Function::new(ctx.clone(), builtin_source)?)?;
    let data = |name: String| builtin::builtin(&name).map(|builtin| builtin.data());
    native.set("builtinData", Function::new(ctx.clone(), data)?)?;
    let names = |name: String| -> Vec<String> {
        builtin::builtin(&name).into_iter().flat_map(|b| b.names()).map(str::to_owned).collect()
    };
    native.set("builtinNames", Function::new(ctx.clone(), names)?)
}

/// The value of a JSON file.
fn json<'js>(ctx: &Ctx<'js>, host: &Host, path: &str) -> rquickjs::Result<Value<'js>> {
    let unit = host.unit(path).map_err(|error| throw(ctx, host, error))?;
    let parsed = ctx.json_parse(unit.code.as_str());
    if parsed.is_ok() {
        return parsed;
    }
    let Err(problem) = serde_json::from_str::<serde::de::IgnoredAny>(&unit.code) else {
        return parsed;
    };
    ctx.catch();
    let source = Source::new(path, unit.code.clone());
    let (line, column) = (problem.line().saturating_sub(1), problem.column().saturating_sub(1));
    let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    let place = source.place(source.offset(number(line), number(column)), 1);
    let text = problem.to_string();
    let text = text.split(" at line ").next().unwrap_or(&text);
    let error = LoadError::new(LoadErrorKind::Syntax, format!("this is not JSON: {text}"));
    Err(throw(ctx, host, error.at(Some(place))))
}

/// One of our scripts as a function, or undefined if there is none of that name.
fn builtin_source<'js>(ctx: Ctx<'js>, name: String) -> rquickjs::Result<Option<Function<'js>>> {
    let Some(file) = scripts::library(&name) else { return Ok(None) };
    bytecode::script(&ctx, file, &format!("mizzle:library/{name}")).map(Some)
}

fn import<'js>(ctx: Ctx<'js>, id: String) -> rquickjs::Result<Value<'js>> {
    Ok(Module::import(&ctx, id)?.into_value())
}

/// `require` of an ES module waits for it, as bundlers make it do.
fn require_module<'js>(ctx: &Ctx<'js>, host: &Host, id: &str) -> rquickjs::Result<Value<'js>> {
    let promise = Module::import(ctx, id)?;
    match settle(ctx, host, &promise) {
        Ok(namespace) => Ok(namespace),
        Err(Stop::Thrown(error)) => Err(error.throw(ctx)),
        // The interrupt handler ends the run at its next look.
        Err(Stop::Timeout) => Err(Exception::throw_message(ctx, "interrupted")),
        Err(Stop::NeverSettles) => Err(Exception::throw_message(
            ctx,
            &format!(
                "{id} waits at its top level for something that cannot happen during require()"
            ),
        )),
    }
}
