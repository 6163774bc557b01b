//! What a request has to show, in the order in which it is asked.

use super::{BODY_LIMIT, DOWNLOAD, Guard, SECRET_HEADER, host};
use crate::refusal::Refusal;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderMap, ORIGIN};
use axum::http::{HeaderName, Method, StatusCode, Uri};
use mizzle_app::Explanation;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const SEC_FETCH_DEST: HeaderName = HeaderName::from_static("sec-fetch-dest");

/// Where the page asks to be let in.
pub(super) const ENTER: &str = "/api/enter";

/// Is it a call, and no part of the page?
pub(super) fn is_api(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/")
}

impl Guard {
    /// Is the request answered?
    pub(super) fn check(
        &self,
        method: &Method,
        uri: &Uri,
        headers: &HeaderMap,
    ) -> Result<(), Refusal> {
        let host = self.host(uri, headers)?;
        if uri.path() == "/" {
            self.page(method, headers)
        } else if is_api(uri.path()) {
            self.origin(host, headers)?;
            self.call(method, uri.path(), headers)
        } else {
            self.origin(host, headers)?;
            // A file is handed out once, and who asks for its head alone takes nothing.
            if uri.path().starts_with(DOWNLOAD) && method == Method::HEAD {
                return Err(not_this("GET"));
            }
            read_only(method, "GET")
        }
    }

    /// Somebody else's name that leads here (DNS rebinding) makes their page ours in the eyes of
    /// a browser, so only our own names are answered.
    fn host<'a>(&self, uri: &Uri, headers: &'a HeaderMap) -> Result<&'a str, Refusal> {
        let given = one(headers, &HOST)?.ok_or_else(|| forbidden("the request names no host"))?;
        let is_ours = |name: &str| {
            self.names.contains(name) || (self.has_all_addresses && host::is_address(name))
        };
        let named = uri.authority().map(|authority| authority.as_str());
        let is_same = named.is_none_or(|named| named.eq_ignore_ascii_case(given));
        match host::name(given) {
            Some(name) if is_ours(&name) && is_same => Ok(given),
            Some(_) | None => Err(forbidden_host()),
        }
    }

    /// The page itself is the same for everybody, and a link may lead to it from anywhere. It is
    /// no part of another page.
    fn page(&self, method: &Method, headers: &HeaderMap) -> Result<(), Refusal> {
        let is_foreign = !is_own_site(headers)?;
        let is_shown = one(headers, &SEC_FETCH_DEST)?.is_none_or(|dest| dest == "document");
        if is_foreign && !is_shown {
            return Err(forbidden("another site may link to the studio and do no more"));
        }
        read_only(method, "GET")
    }

    /// Requests of other origins are refused; older browsers and programs that say nothing of
    /// it have to know the secret.
    fn origin(&self, host: &str, headers: &HeaderMap) -> Result<(), Refusal> {
        let origin = one(headers, &ORIGIN)?;
        let is_ours = |origin: &str| {
            let of = |scheme: &str| {
                origin.strip_prefix(scheme).is_some_and(|rest| rest.eq_ignore_ascii_case(host))
            };
            let has_tls = || host::name(host).is_some_and(|name| self.behind_tls.contains(&name));
            of("http://") || (of("https://") && has_tls())
        };
        if origin.is_some_and(|origin| !is_ours(origin)) || !is_own_site(headers)? {
            return Err(forbidden("the request comes from another origin"));
        }
        Ok(())
    }

    fn call(&self, method: &Method, path: &str, headers: &HeaderMap) -> Result<(), Refusal> {
        read_only(method, "POST")?;
        let is_entering = self.has_door() && path == ENTER;
        let secret = HeaderName::from_static(SECRET_HEADER);
        let is_known = one(headers, &secret)?.is_some_and(|given| self.secret.is(given.as_bytes()));
        if !is_known && !is_entering {
            let explanation = Explanation::new(
                "secret_missing",
                "the request does not have the secret of this run",
            );
            return Err(Refusal::of(
                StatusCode::UNAUTHORIZED,
                explanation.hint("reload the page: the studio was started again"),
            ));
        }
        let kind = one(headers, &CONTENT_TYPE)?.unwrap_or_default();
        let essence = kind.split(';').next().unwrap_or_default().trim();
        if !essence.eq_ignore_ascii_case("application/json") {
            return Err(Refusal::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "bad_request",
                "the studio takes `application/json` only",
            ));
        }
        let length = one(headers, &CONTENT_LENGTH)?.and_then(|length| length.parse().ok());
        if length.is_some_and(|length: usize| length > BODY_LIMIT) {
            return Err(Refusal::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                "too_large",
                "the request is too large",
            ));
        }
        Ok(())
    }
}

/// Nothing changes and nothing runs by GET, and nothing else is done by other methods.
fn read_only(method: &Method, allowed: &'static str) -> Result<(), Refusal> {
    if method.as_str() == allowed || (allowed == "GET" && method == Method::HEAD) {
        return Ok(());
    }
    Err(not_this(allowed))
}

fn not_this(allowed: &str) -> Refusal {
    Refusal::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "bad_request",
        format!("this is asked for by {allowed}"),
    )
}

/// Does the browser say that our own page asks, or a person? One that says nothing is older.
fn is_own_site(headers: &HeaderMap) -> Result<bool, Refusal> {
    Ok(one(headers, &SEC_FETCH_SITE)?.is_none_or(|site| site == "same-origin" || site == "none"))
}

/// The value of a header that may come once.
fn one<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Result<Option<&'a str>, Refusal> {
    let mut values = headers.get_all(name).iter();
    let first = values.next();
    if values.next().is_some() {
        return Err(forbidden(format!("the request has several headers `{name}`")));
    }
    first
        .map(|value| value.to_str())
        .transpose()
        .map_err(|_| forbidden(format!("the header `{name}` is no text")))
}

fn forbidden(message: impl Into<String>) -> Refusal {
    Refusal::new(StatusCode::FORBIDDEN, "forbidden", message)
}

fn forbidden_host() -> Refusal {
    let explanation = Explanation::new("forbidden", "the studio is not reached under this name");
    Refusal::of(
        StatusCode::FORBIDDEN,
        explanation.hint("`mizzle studio --allowed-host NAME` allows a name"),
    )
}
