//! Being told to stop: Ctrl-C, `kill`, a closed terminal.

use std::sync::{
    Arc, LazyLock,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use anyhow::Result;
use nix::sys::signal::Signal;
use signal_hook::flag;

static FIRST: LazyLock<Arc<AtomicUsize>> = LazyLock::new(Arc::default);

/// From now on the first such signal is only noted, so that what was started is stopped in order;
/// the second one ends this program at once.
pub(crate) fn watch() -> Result<()> {
    let again = Arc::new(AtomicBool::new(false));
    for signal in [Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP] {
        let number = signal as i32;
        flag::register_conditional_shutdown(number, 128 + number, Arc::clone(&again))?;
        flag::register(number, Arc::clone(&again))?;
        flag::register_usize(number, Arc::clone(&FIRST), usize::try_from(number)?)?;
    }
    Ok(())
}

/// The signal that told us to stop, if one did.
pub(crate) fn received() -> Option<Signal> {
    let number = FIRST.load(Ordering::Relaxed);
    i32::try_from(number)
        .ok()
        .and_then(|number| Signal::try_from(number).ok())
}
