//! Serves a site while it is written: builds it, watches its sources, builds again what was
//! saved, and keeps the pages up to date that are open in browsers.
//!
//! # Threads
//! 1. One watches ([`Watch`]) and tells of saves, whole ones, in batches.
//! 2. One builds (`rebuild`); a save that comes meanwhile waits for its turn and is not lost. The
//!    search follows on a thread of its own.
//! 3. The caller's answers requests, from the files on disk, at any time.
//!
//! What is on disk is exactly what would be published; what a page has more (the script that keeps
//! it up to date) is put in as it is sent. It is built into the site's cache, so that the folder
//! for publishing is left alone.
//!
//! It knows no terminal: what there is to say goes to a [`Console`].

mod answer;
mod conditional;
mod editor;
mod events;
mod hosts;
mod layout;
mod page;
mod problems;
mod rebuild;
mod site;
mod state;
mod tags;

use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use axum::Router;

pub use editor::Editor;

use crate::build::{Options, Outcome};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Message, message};
use crate::language::Lang;
use crate::world::{Lock, Watch, World};
use hosts::Hosts;
use layout::Layout;
use rebuild::{Builder, Signal};
use state::State;

/// Where the site is built to, from its root.
const FOLDER: &str = ".casebook/serve";
/// Held while a site is served.
const LOCK: &str = ".casebook/serve.lock";
/// How long the end waits for answers under way, and for a build.
const GRACE: Duration = Duration::from_secs(1);

/// What is served, and how.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What is built. Where to is not for the caller to say.
    pub options: Options,
    /// Name or address to listen at.
    pub host: String,
    /// Port to listen at, or the next one that is free; 0 takes any.
    pub port: u16,
    /// More names that the server answers to.
    pub allowed_hosts: Vec<String>,
    /// How files are opened from a page.
    pub editor: Editor,
    /// Language of messages in pages.
    pub lang: Lang,
    /// Whether to look at the sources again and again, where the system does not tell of changes.
    pub poll: bool,
}

/// What there is to say while a site is served.
#[derive(Debug, Clone, Copy)]
pub enum Event<'a> {
    /// The port asked for is taken, and another one used.
    PortTaken {
        /// The one that was asked for.
        asked: u16,
        /// The one that is used.
        used: u16,
    },
    /// The system does not tell of changes; sources are looked at again and again.
    Polls,
    /// A build has ended.
    Built {
        /// What was saved; nothing at the start.
        save: Option<&'a Save>,
        /// What came of it.
        outcome: &'a Outcome,
        /// Time since the save, or since the start.
        took: Duration,
    },
    /// The search was brought up to date, or could not be.
    Searched {
        /// What came of it.
        outcome: &'a Outcome,
        /// Time it took.
        took: Duration,
    },
    /// The first build is over; the site, or what keeps it from being built, can be looked at.
    Ready {
        /// Address of the home page.
        address: &'a str,
    },
}

/// Source files that were saved together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Save {
    /// One of them, from the site's root.
    pub first: Option<String>,
    /// How many they are.
    pub count: usize,
}

/// Told what happens while a site is served.
pub trait Console: Send + Sync + 'static {
    /// Something has happened.
    fn tell(&self, event: Event<'_>);
}

/// Serves a site until the process is told to end (Ctrl-C, or SIGTERM).
///
/// # Errors
/// What keeps it from being served at all: there is no site, it is served already, or the address
/// cannot be had. Problems of its content do not.
pub fn serve(
    world: &'static dyn World,
    settings: Settings,
    console: Arc<dyn Console>,
) -> Result<(), Vec<Diagnostic>> {
    let root = world.canonical(&settings.options.root);
    if let Err(problems) = Config::load(world, &root)
        && problems
            .iter()
            .any(|found| found.code == Code::ConfigMissing)
    {
        return Err(problems);
    }
    let options = Options {
        root: root.clone(),
        output: Some(root.join(FOLDER)),
        exclusive: true,
        check: false,
        ..settings.options
    };
    let listener = hosts::listen(&settings.host, settings.port).map_err(|problem| vec![problem])?;
    let _lock = lock(world, &root).map_err(|problem| vec![problem])?;
    let failed = |error: &dyn std::fmt::Display| vec![unavailable(&error.to_string())];
    let local = listener.local_addr().map_err(|error| failed(&error))?;
    if settings.port != 0 && local.port() != settings.port {
        console.tell(Event::PortTaken {
            asked: settings.port,
            used: local.port(),
        });
    }
    let layout = Layout::read(world, &root, &options)
        .unwrap_or_else(|| Layout::without_settings(&root, &options));
    // What is saved from now on is noticed: the first build may have read it or not.
    let watch =
        Watch::new(layout.targets.clone(), settings.poll).map_err(|error| failed(&error))?;
    if watch.polls() && !settings.poll {
        console.tell(Event::Polls);
    }
    let state = Arc::new(State::new(
        world,
        root.join(FOLDER),
        Hosts::new(&settings.host, local, &settings.allowed_hosts),
        settings.lang,
        layout,
    ));
    let (sender, inbox) = channel();
    let handle = watch.handle();
    let watching = notice(watch, sender.clone());
    let builder = Builder {
        state: state.clone(),
        console,
        origin: hosts::origin(&settings.host, local),
        root,
        options,
        editor: settings.editor,
        watch: handle.clone(),
        inbox,
        sender: sender.clone(),
    };
    let building = build(builder);
    let served = listen(&state, listener);
    handle.stop();
    let _ = sender.send(Signal::Stop);
    // A build that is under way need not be waited for: it is published whole or not at all.
    let (ended, builder) = building;
    if ended.recv_timeout(GRACE) != Err(RecvTimeoutError::Timeout)
        && let Err(fault) = builder.join()
    {
        std::panic::resume_unwind(fault);
    }
    let _ = watching.recv_timeout(GRACE);
    served.map_err(|error| failed(&error))
}

/// Passes saves on to the builder. The receiver hears when that ends.
fn notice(watch: Watch, sender: Sender<Signal>) -> Receiver<()> {
    let (over, ended) = channel();
    thread::spawn(move || {
        let _over = over;
        for batch in watch {
            if sender.send(Signal::Saved(batch)).is_err() {
                return;
            }
        }
    });
    ended
}

/// Builds on a thread of its own. The receiver hears when that ends.
fn build(builder: Builder) -> (Receiver<()>, JoinHandle<()>) {
    let (over, ended) = channel();
    let builder = thread::spawn(move || {
        let _over = over;
        // Should the builder fall, the server does not go on with a site that never changes.
        let _end = End(builder.state.clone());
        builder.run();
    });
    (ended, builder)
}

/// Ends the server when it is dropped.
struct End(Arc<State>);

impl Drop for End {
    fn drop(&mut self) {
        self.0.change(|moment| moment.is_over = true);
    }
}

/// Answers requests until the end.
fn listen(state: &Arc<State>, listener: TcpListener) -> std::io::Result<()> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let over = |state: Arc<State>| async move {
        state.until(|moment| moment.is_over).await;
    };
    let served = runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let told = tell_to_end(state.clone())?;
        tokio::spawn(told);
        let pages = Router::new()
            .fallback(answer::answer)
            .with_state(state.clone());
        let server = axum::serve(listener, pages).with_graceful_shutdown(over(state.clone()));
        let grace = async {
            over(state.clone()).await;
            tokio::time::sleep(GRACE).await;
            Ok(())
        };
        tokio::select! {
            served = server => served,
            waited = grace => waited,
        }
    });
    runtime.shutdown_background();
    served
}

/// Waits for the process to be told to end, and makes it known.
fn tell_to_end(state: Arc<State>) -> std::io::Result<impl Future<Output = ()> + Send> {
    #[cfg(unix)]
    use tokio::signal::unix::{SignalKind, signal};
    // A terminal that is closed hangs up.
    #[cfg(unix)]
    let (mut terminate, mut hangup) = (
        signal(SignalKind::terminate())?,
        signal(SignalKind::hangup())?,
    );
    Ok(async move {
        #[cfg(unix)]
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
            _ = hangup.recv() => {}
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
        state.change(|moment| moment.is_over = true);
    })
}

/// Keeps a second server of the same site out.
fn lock(world: &dyn World, root: &Path) -> Result<Lock, Diagnostic> {
    let path = root.join(LOCK);
    let folder = path.parent().unwrap_or(root);
    let taken = world.create_folder(folder).and_then(|()| world.lock(&path));
    taken.map_err(|error| {
        let shown = root.display();
        if error.kind() == std::io::ErrorKind::WouldBlock {
            let text = message!(
                "另一个 casebook serve 正在提供 {shown}",
                "another casebook serve is serving {shown}"
            );
            return Diagnostic::global(Code::OutputLocked, text).hint(message!(
                "用那一个的网址，或先结束它",
                "use its address, or end it first"
            ));
        }
        let path = path.display();
        Diagnostic::global(
            Code::WriteFailed,
            message!("无法写入 {path}：{error}", "cannot write {path}: {error}"),
        )
    })
}

fn unavailable(error: &str) -> Diagnostic {
    Diagnostic::global(
        Code::AddressUnavailable,
        Message {
            zh: format!("无法提供站点：{error}"),
            en: format!("the site cannot be served: {error}"),
        },
    )
}
