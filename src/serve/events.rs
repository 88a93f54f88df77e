//! Tells open pages what they would show now, by server-sent events. A page compares that with
//! what it shows: nothing is kept here of who has seen what, so that a page catches up after any
//! gap, also that of a server which ended and was started again.

use std::convert::Infallible;
use std::sync::Arc;

use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use percent_encoding::percent_decode_str;
use serde::Serialize;
use tokio::sync::watch;

use super::page::Marks;
use super::problems::Problem;
use super::state::{Moment, State};
use crate::language::Lang;

/// What a page is told.
#[derive(Serialize)]
struct News<'a> {
    /// Language of the messages.
    lang: Lang,
    /// What would be shown at the page's address; nothing while no site could be built.
    marks: Option<Marks>,
    errors: &'a [Problem],
    /// Number of errors; some may not be listed.
    count: usize,
    /// Those of the page's own file.
    warnings: &'a [Problem],
}

/// Answers a page that wants to be told; `query` has its path under `at`.
pub(super) fn answer(state: Arc<State>, query: &str) -> Response {
    let at = query.split('&').find_map(|pair| pair.strip_prefix("at="));
    let at = percent_decode_str(at.unwrap_or("/")).decode_utf8_lossy();
    let listener = Listener {
        moments: state.follow(),
        state,
        at: at.into_owned(),
        last: String::new(),
        is_new: true,
    };
    let stream = futures_util::stream::unfold(listener, |mut listener| async move {
        let event = listener.next().await?;
        Some((Ok::<_, Infallible>(event), listener))
    });
    let mut response = Sse::new(stream)
        .keep_alive(KeepAlive::default())
        .into_response();
    // A proxy in between, as of an editor in a browser, is not to hold events back.
    let headers = response.headers_mut();
    headers.insert(
        "x-accel-buffering",
        axum::http::HeaderValue::from_static("no"),
    );
    response
}

/// A page that is told.
struct Listener {
    state: Arc<State>,
    moments: watch::Receiver<Arc<Moment>>,
    at: String,
    last: String,
    is_new: bool,
}

impl Listener {
    /// Waits until there is something new to tell; `None` when there will be nothing any more.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if !std::mem::take(&mut self.is_new) {
                self.moments.changed().await.ok()?;
            }
            let moment = self.moments.borrow_and_update().clone();
            if moment.is_over {
                return None;
            }
            if moment.builds == 0 {
                continue;
            }
            let (state, at) = (self.state.clone(), self.at.clone());
            let news = tokio::task::spawn_blocking(move || news(&state, &moment, &at));
            let news = news.await.ok()?;
            if news != self.last {
                self.last.clone_from(&news);
                return Some(Event::default().data(news));
            }
        }
    }
}

fn news(state: &State, moment: &Moment, at: &str) -> String {
    let site = state.site(moment);
    let path = at.strip_prefix(site.base).unwrap_or_default();
    let path = percent_decode_str(path).decode_utf8_lossy();
    let path = match path.ends_with('/') || path.is_empty() {
        true => format!("{path}index.html"),
        false => path.into_owned(),
    };
    let news = News {
        lang: state.lang,
        marks: moment.is_built.then(|| site.marks(at).unwrap_or_default()),
        errors: &moment.problems.errors,
        count: moment.problems.count,
        warnings: moment.problems.warnings_of(&path),
    };
    serde_json::to_string(&news).unwrap_or_default()
}
