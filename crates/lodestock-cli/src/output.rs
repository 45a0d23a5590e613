//! Writing to the terminal, and how errors leave the program.

use std::fmt;
use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

/// An error that is text already: diagnostics with their lines.
#[derive(Debug)]
pub struct Rendered(pub String);

impl fmt::Display for Rendered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Rendered {}

/// Whether messages may have colour: on a terminal, and unless `NO_COLOR` is set.
pub fn styled() -> bool {
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    io::stderr().is_terminal() && !no_color
}

/// Characters of a line of standard output: the terminal's within reason, or 100.
pub fn width() -> usize {
    let terminal = terminal_size::terminal_size_of(io::stdout());
    terminal.map_or(100, |(width, _)| usize::from(width.0).clamp(80, 140))
}

/// Prints a text to standard output.
pub fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Prints a text to standard error. If nobody listens, nothing is lost.
pub fn note(text: &str) {
    let mut out = io::stderr().lock();
    let _ = out.write_all(text.as_bytes());
    let _ = out.flush();
}

/// Writes a new file; over one that is there only if asked to.
pub fn create(file: &Path, text: &str, over: bool) -> anyhow::Result<()> {
    let mut options = File::options();
    options
        .write(true)
        .create_new(!over)
        .create(over)
        .truncate(over);
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            anyhow::anyhow!(
                "{} is there already; --force writes over it",
                file.display()
            )
        }
        _ => anyhow::anyhow!("{} cannot be written: {error}", file.display()),
    };
    let mut out = options.open(file).map_err(failed)?;
    out.write_all(text.as_bytes()).map_err(failed)
}

/// Says what went wrong. A reader who went away, as `head` does, is no error.
pub fn report(error: &anyhow::Error) -> ExitCode {
    let io = error
        .chain()
        .find_map(|cause| cause.downcast_ref::<io::Error>());
    if io.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe) {
        return ExitCode::SUCCESS;
    }
    match error.downcast_ref::<Rendered>() {
        Some(text) => note(&text.0),
        None => note(&format!("error: {error:#}\n")),
    }
    ExitCode::FAILURE
}
