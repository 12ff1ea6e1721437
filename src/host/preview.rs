//! The preview: the site as a build would make it, in a browser, up to date with every save.
//!
//! A thread watches the site and builds it (`round`). Each build that is well becomes an edition (`edition`), which takes the
//! place of the one before as a whole; requests are answered from it alone (`answer`, `guard`, `server`), and pages that are
//! open in a browser are told what is new (`message`). Nothing is ever written to the destination of a build.

mod answer;
mod edition;
pub mod editor;
mod guard;
mod message;
mod page;
mod port;
mod range;
mod repair;
pub mod round;
mod saver;
mod server;
mod state;
mod young;

use std::sync::Arc;
use std::sync::mpsc::channel;

use super::disk::Disk;
use super::ending;
use super::terminal::{self, Terminal};
use crate::base::diagnostic::Diagnostic;
use crate::pipeline::Options;
use editor::Editor;
use guard::Guard;
use round::{Clock, Press, Round};
use state::State;

pub use port::PORT;

/// How to preview.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Further addresses to listen on and names to answer to.
    pub hosts: Vec<String>,
    /// The port; without one, the first that is free.
    pub port: Option<u16>,
    /// Look for changes again and again instead of waiting for events.
    pub poll: bool,
    /// Lead every page that is open to the page being edited.
    pub navigate: bool,
    /// The editor that links open; without one, that of the environment.
    pub editor: Option<Editor>,
    /// The time of `--clock`, which then stands still.
    pub clock: Option<String>,
}

/// What there is to tell the author.
#[derive(Debug)]
pub enum News<'a> {
    /// The preview answers at this address.
    Open(&'a str),
    /// Something about how the site is served or watched.
    Note(&'a str),
    /// The site was built.
    Built(&'a Round),
}

/// Serves the site until the process is asked to end, which it does by itself; returns only if that could not begin.
pub fn serve(
    disk: Disk,
    options: Options,
    settings: &Settings,
    tell: &(dyn Fn(News<'_>) + Sync),
) -> Diagnostic {
    let ports = match port::open(&settings.hosts, settings.port) {
        Ok(ports) => ports,
        Err(diagnostic) => return diagnostic,
    };
    let token = match guard::token() {
        Ok(token) => token,
        Err(diagnostic) => return diagnostic,
    };
    let guard = Guard { hosts: ports.names.clone(), is_open: ports.is_open, token };
    let editor = settings
        .editor
        .clone()
        .or_else(|| Editor::guess(port::editors().iter().map(String::as_str)));
    let reading = match Disk::open(disk.root(), crate::base::world::World::now(&disk)) {
        Ok(disk) => disk,
        Err(diagnostic) => return diagnostic,
    };
    let state = Arc::new(State::new(guard, reading, editor.as_ref()));
    let origin = ports.origin();
    for note in &ports.notes {
        tell(News::Note(note));
    }
    let clock = Clock { option: settings.clock.clone() };
    let options = Options { origin: Some(origin.clone()), ..options };
    let press = Press::new(disk, options, clock, settings.navigate);
    let saver = press.saver();
    ending::on_request(move || {
        if terminal::is_out_seen() {
            // What the shell writes next belongs behind the `^C` that terminals show.
            Terminal::open().out("\n");
        }
        saver.finish();
    });
    let (first, began) = channel();
    std::thread::scope(|scope| {
        let running = Arc::clone(&state);
        scope.spawn(move || press.run(&running, settings.poll, tell, &first));
        // The first edition is ready before the first request is answered: until then browsers wait.
        let Ok(root) = began.recv() else {
            return guard::cannot_serve("the first build ended without a result");
        };
        tell(News::Open(&format!("{origin}{root}")));
        server::run(state, ports.listeners)
    })
}
