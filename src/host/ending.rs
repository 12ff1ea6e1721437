//! The end of a process that runs until it is asked to end: by Ctrl+C, or by the system.

/// Has `finish` called when the process is asked to end, which it then does. Asked once more meanwhile, it ends at once.
///
/// Where it cannot be known that the process is asked, it ends as if this had not been called.
#[cfg(unix)]
pub(super) fn on_request(finish: impl FnOnce() + Send + 'static) {
    use signal_hook::consts::TERM_SIGNALS;
    use signal_hook::flag::{register, register_conditional_shutdown};
    use signal_hook::iterator::Signals;

    /// What a shell shows of a process that Ctrl+C has ended.
    const INTERRUPTED: i32 = 130;

    let is_asked = std::sync::Arc::default();
    let Ok(mut signals) = Signals::new(TERM_SIGNALS) else { return };
    for signal in TERM_SIGNALS {
        // In this order the first request sets what the second one finds.
        let at_once =
            register_conditional_shutdown(*signal, INTERRUPTED, std::sync::Arc::clone(&is_asked));
        drop(at_once.and_then(|_| register(*signal, std::sync::Arc::clone(&is_asked))));
    }
    std::thread::spawn(move || {
        if signals.forever().next().is_some() {
            finish();
            #[expect(
                clippy::exit,
                reason = "a build that is under way has nothing to lose, and nobody waits for it"
            )]
            std::process::exit(0);
        }
    });
}

/// Where there are no signals, the process ends as it always did: what has not been written costs the next one time.
#[cfg(not(unix))]
pub(super) fn on_request(_finish: impl FnOnce() + Send + 'static) {}
