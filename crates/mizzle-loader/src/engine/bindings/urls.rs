//! URLs by the WHATWG's rules.

use rquickjs::function::{Func, Opt};
use rquickjs::{Ctx, Object};
use url::{Position, Url};

pub(super) fn install<'js>(ctx: &Ctx<'js>, native: &Object<'js>) -> rquickjs::Result<()> {
    let urls = Object::new(ctx.clone())?;
    urls.set("parse", Func::from(parse))?;
    urls.set("set", Func::from(set))?;
    native.set("urls", urls)
}

/// The parts of a URL, or undefined if it is none.
fn parse(
    ctx: Ctx<'_>,
    text: String,
    base: Opt<Option<String>>,
) -> rquickjs::Result<Option<Object<'_>>> {
    let url = match base.0.flatten() {
        Some(base) => Url::parse(&base).and_then(|base| base.join(&text)),
        None => Url::parse(&text),
    };
    url.ok().map(|url| parts(&ctx, &url)).transpose()
}

/// The parts after setting one of them; undefined if the value is refused.
fn set(
    ctx: Ctx<'_>,
    href: String,
    part: String,
    value: String,
) -> rquickjs::Result<Option<Object<'_>>> {
    let Ok(mut url) = Url::parse(&href) else { return Ok(None) };
    change(&mut url, &part, &value).map(|()| parts(&ctx, &url)).transpose()
}

fn change(url: &mut Url, part: &str, value: &str) -> Option<()> {
    let some = |text: &str, prefix: char| {
        let text = text.strip_prefix(prefix).unwrap_or(text).to_owned();
        Some(text).filter(|text| !text.is_empty())
    };
    match part {
        "href" => *url = Url::parse(value).ok()?,
        "protocol" => url.set_scheme(value.trim_end_matches(':')).ok()?,
        "username" => url.set_username(value).ok()?,
        "password" => url.set_password(Some(value).filter(|value| !value.is_empty())).ok()?,
        "host" => match value.rsplit_once(':') {
            Some((host, port)) if !host.is_empty() && !port.contains(']') => {
                url.set_host(Some(host)).ok()?;
                url.set_port(port.parse().ok()).ok()?;
            }
            _ => url.set_host(Some(value)).ok()?,
        },
        "hostname" => url.set_host(Some(value)).ok()?,
        "port" => url.set_port(value.parse().ok()).ok()?,
        "pathname" => url.set_path(value),
        "search" => url.set_query(some(value, '?').as_deref()),
        "hash" => url.set_fragment(some(value, '#').as_deref()),
        _ => {}
    }
    Some(())
}

fn parts<'js>(ctx: &Ctx<'js>, url: &Url) -> rquickjs::Result<Object<'js>> {
    let object = Object::new(ctx.clone())?;
    let with = |mark: char, text: Option<&str>| match text {
        Some(text) if !text.is_empty() => format!("{mark}{text}"),
        _ => String::new(),
    };
    object.set("href", url.as_str())?;
    object.set("origin", url.origin().ascii_serialization())?;
    object.set("protocol", format!("{}:", url.scheme()))?;
    object.set("username", url.username())?;
    object.set("password", url.password().unwrap_or(""))?;
    object.set("host", &url[Position::BeforeHost..Position::AfterPort])?;
    object.set("hostname", url.host_str().unwrap_or(""))?;
    object.set("port", url.port().map(|port| port.to_string()).unwrap_or_default())?;
    object.set("pathname", url.path())?;
    object.set("search", with('?', url.query()))?;
    object.set("hash", with('#', url.fragment()))?;
    Ok(object)
}
