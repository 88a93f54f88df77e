//! Answers requests: pages with the script in them, all other files as they are.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State as From};
use axum::http::header::{
    ACCEPT_RANGES, ALLOW, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, HOST,
    LOCATION,
};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, Response, StatusCode, response};

use super::conditional::{Sent, decide};
use super::site::{Found, is_page};
use super::state::{Moment, State};
use super::{events, page};
use crate::language::Lang;

/// The script that pages have while the site is served.
const LIVE: &str = include_str!("../../client/dist/live.js");
/// The path below which nothing is of the site.
const OWN: &str = "/__casebook/";

const TEXT: &str = "text/plain; charset=utf-8";
const HTML: &str = "text/html; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// May be kept, and is asked for again each time.
const REVALIDATE: &str = "no-cache";
/// May be kept for ever: another content has another name.
const FOREVER: &str = "public, max-age=31536000, immutable";

/// Answers a request.
pub(super) async fn answer(From(state): From<Arc<State>>, request: Request) -> Response<Body> {
    let (parts, _) = request.into_parts();
    let mut response = choose(state, &parts).await;
    let headers = response.headers_mut();
    // No other site is to use what is served here, nor a browser to guess what it is.
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

async fn choose(state: Arc<State>, request: &Parts) -> Response<Body> {
    if let Err(refused) = check_host(&state, request) {
        return refused;
    }
    if request.method != Method::GET && request.method != Method::HEAD {
        let allowed = new(StatusCode::METHOD_NOT_ALLOWED).header(ALLOW, "GET, HEAD");
        return text(allowed, request, "only GET and HEAD are answered\n");
    }
    match request.uri.path().strip_prefix(OWN) {
        Some("live.js") => return send(request, StatusCode::OK, SCRIPT, REVALIDATE, LIVE.into()),
        Some("events") if request.method == Method::HEAD => {
            return finish(
                new(StatusCode::OK).header(CONTENT_TYPE, "text/event-stream"),
                Body::empty(),
            );
        }
        Some("events") => return events::answer(state, request.uri.query().unwrap_or_default()),
        Some(_) => return text(new(StatusCode::NOT_FOUND), request, "not found\n"),
        None => {}
    }
    // Whoever comes while the first build runs gets its site.
    let moment = state
        .until(|moment| moment.builds > 0 || moment.is_over)
        .await;
    // Reading would hold up all other requests.
    let asked = request.clone();
    let answer = tokio::task::spawn_blocking(move || file(&state, &moment, &asked));
    answer.await.unwrap_or_else(|_| {
        let failed = new(StatusCode::INTERNAL_SERVER_ERROR);
        text(failed, request, "the file cannot be read\n")
    })
}

/// Refuses requests for names that are not this server's.
fn check_host(state: &State, request: &Parts) -> Result<(), Response<Body>> {
    let mut named = request.headers.get_all(HOST).iter();
    let header = match (named.next(), named.next()) {
        (Some(header), None) => header.to_str().ok(),
        _ => None,
    };
    // What a request line names in full comes before the header (RFC 9112, section 3.2.2).
    let own = request.uri.authority().map(|name| name.as_str());
    match header {
        None => Err(text(
            new(StatusCode::BAD_REQUEST),
            request,
            "a request needs one Host header\n",
        )),
        Some(header)
            if state.hosts.allow(header) && own.is_none_or(|own| state.hosts.allow(own)) =>
        {
            Ok(())
        }
        Some(header) => Err(text(
            new(StatusCode::FORBIDDEN),
            request,
            &format!("{header} is not a name of this server; --allow-host allows it\n"),
        )),
    }
}

/// Answers with a file of the site.
fn file(state: &State, moment: &Moment, request: &Parts) -> Response<Body> {
    if !moment.is_built {
        let page = without_site(moment, state.lang);
        return send(
            request,
            StatusCode::SERVICE_UNAVAILABLE,
            HTML,
            "no-store",
            page.into(),
        );
    }
    let address = request.uri.path();
    let site = state.site(moment);
    let dressed = |bytes: Vec<u8>| match String::from_utf8(bytes) {
        Ok(html) => site.page(address, &html).dress(&html).into_bytes(),
        Err(other) => other.into_bytes(),
    };
    match site.find(address) {
        Found::File(path, bytes) if is_page(&path) => {
            send(request, StatusCode::OK, HTML, REVALIDATE, dressed(bytes))
        }
        Found::File(path, bytes) => {
            let keep = if is_named_by_content(&path) {
                FOREVER
            } else {
                REVALIDATE
            };
            send(request, StatusCode::OK, &type_of(&path), keep, bytes)
        }
        Found::Elsewhere(address) => {
            let query = request.uri.query().map(|query| format!("?{query}"));
            let address = address + &query.unwrap_or_default();
            // A browser would keep a permanent redirect for whatever is served here next.
            let there = new(StatusCode::FOUND)
                .header(LOCATION, address)
                .header(CACHE_CONTROL, REVALIDATE);
            text(there, request, "")
        }
        Found::Nothing(Some(page)) => send(
            request,
            StatusCode::NOT_FOUND,
            HTML,
            REVALIDATE,
            dressed(page),
        ),
        Found::Nothing(None) => {
            let base = site.base;
            let note = format!("there is nothing here; the site is at {base}\n");
            text(new(StatusCode::NOT_FOUND), request, &note)
        }
    }
}

/// Sends bytes, or as much of them as the request's headers ask for.
fn send(
    request: &Parts,
    status: StatusCode,
    content_type: &str,
    keep: &'static str,
    bytes: Vec<u8>,
) -> Response<Body> {
    let is_get = request.method == Method::GET;
    let length = bytes.len();
    let response = |status| {
        new(status)
            .header(CONTENT_TYPE, content_type)
            .header(CACHE_CONTROL, keep)
    };
    if status != StatusCode::OK {
        let body = if is_get { bytes } else { Vec::new() };
        return finish(response(status).header(CONTENT_LENGTH, length), body.into());
    }
    let tag = format!("\"{}\"", &blake3::hash(&bytes).to_hex()[..32]);
    let response = |status| response(status).header(ETAG, &tag);
    let body = axum::body::Bytes::from(bytes);
    match decide(&request.headers, &tag, length, is_get) {
        Sent::Nothing => finish(response(StatusCode::NOT_MODIFIED), Body::empty()),
        Sent::NoSuchPart => finish(
            response(StatusCode::RANGE_NOT_SATISFIABLE)
                .header(CONTENT_RANGE, format!("bytes */{length}")),
            Body::empty(),
        ),
        Sent::Part(range) => {
            let (first, last) = (range.start, range.end - 1);
            finish(
                response(StatusCode::PARTIAL_CONTENT)
                    .header(ACCEPT_RANGES, "bytes")
                    .header(CONTENT_RANGE, format!("bytes {first}-{last}/{length}")),
                body.slice(range).into(),
            )
        }
        Sent::Whole => {
            let response = response(StatusCode::OK)
                .header(ACCEPT_RANGES, "bytes")
                .header(CONTENT_LENGTH, length);
            let body = if is_get { body.into() } else { Body::empty() };
            finish(response, body)
        }
    }
}

fn new(status: StatusCode) -> response::Builder {
    Response::builder().status(status)
}

fn text(response: response::Builder, request: &Parts, text: &str) -> Response<Body> {
    let response = response
        .header(CONTENT_TYPE, TEXT)
        .header(CONTENT_LENGTH, text.len());
    let body = if request.method == Method::HEAD {
        Body::empty()
    } else {
        text.to_owned().into()
    };
    finish(response, body)
}

fn finish(response: response::Builder, body: Body) -> Response<Body> {
    // A builder fails on a header that is none, such as an address with odd bytes in it.
    response.body(body).unwrap_or_else(|_| {
        let mut failed = Response::new(Body::empty());
        *failed.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
        failed
    })
}

/// The content type by a file's ending. Texts of a site are UTF-8.
fn type_of(path: &str) -> String {
    let found = mime_guess::from_path(path).first_or_octet_stream();
    let is_text = found.type_() == mime_guess::mime::TEXT;
    if is_text && found.get_param("charset").is_none() {
        format!("{found}; charset=utf-8")
    } else {
        found.to_string()
    }
}

/// Whether a file's name says what is in it: assets of the theme, files of the search index.
fn is_named_by_content(path: &str) -> bool {
    let hexadecimal = |text: &str, length: usize| {
        text.len() == length && text.bytes().all(|c| c.is_ascii_hexdigit())
    };
    let parts: Vec<&str> = path.split('/').collect();
    match parts[..] {
        ["assets", .., name] => {
            let mut words = name.rsplit('.');
            let last = words.next().unwrap_or_default();
            hexadecimal(last, 10) || words.next().is_some_and(|word| hexadecimal(word, 10))
        }
        ["search", _, letter, name, ..] if letter.len() == 1 => {
            hexadecimal(name.split('.').next().unwrap_or_default(), 8)
        }
        _ => false,
    }
}

/// What is shown while no build has been without errors: the errors, for a browser that runs no
/// scripts; the script shows them as it does on every page.
fn without_site(moment: &Moment, lang: Lang) -> String {
    let title = match lang {
        Lang::Zh => "站点还没有生成",
        Lang::En => "The site could not be built yet",
    };
    let mut page = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
        <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
        <meta name=\"color-scheme\" content=\"light dark\">\n<link rel=\"icon\" href=\"data:,\">\n\
        <title>{title}</title>\n{}</head>\n<body>\n<h1>{title}</h1>\n<ul>\n",
        lang.tag(),
        page::script("", "")
    );
    for problem in &moment.problems.errors {
        let _ = writeln!(page, "<li>{}</li>", escape(&problem.line()));
    }
    page + "</ul>\n</body>\n</html>\n"
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_told_by_endings() {
        for (path, expected) in [
            ("a.css", "text/css; charset=utf-8"),
            ("a.js", "text/javascript; charset=utf-8"),
            ("a.svg", "image/svg+xml"),
            ("a.xml", "text/xml; charset=utf-8"),
            ("robots.txt", TEXT),
            ("a.bin", "application/octet-stream"),
            ("a", "application/octet-stream"),
        ] {
            assert_eq!(type_of(path), expected, "{path}");
        }
    }

    #[test]
    fn only_what_is_named_by_its_content_may_be_kept() {
        for named in [
            "assets/site.0123456789.css",
            "assets/LICENSE.0123456789",
            "assets/fonts/a.0123456789.woff2",
            "search/zh/t/0123abcd.bin",
            "search/zh/t/0123abcd/5.bin",
        ] {
            assert!(is_named_by_content(named), "{named}");
        }
        for other in [
            "index.html",
            "search/zh/root.bin",
            "assets/site.css",
            "cases/0123456789.pdf",
            "search/index.html",
        ] {
            assert!(!is_named_by_content(other), "{other}");
        }
    }
}
