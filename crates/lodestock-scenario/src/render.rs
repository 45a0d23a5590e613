//! Diagnostics for people: the line of the file, with carets under what is wrong.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use lodestock_core::problem::Severity;

use crate::diagnostic::{Diagnostic, Failure};
use crate::source::Sources;

/// Longest part of a line that is shown, in bytes.
const LONGEST_LINE: usize = 2000;

/// Everything that is wrong, with the lines it is about; in colour if `styled`.
pub fn render(failure: &Failure, styled: bool) -> String {
    let mut text = render_diagnostics(&failure.diagnostics, &failure.sources, styled);
    if failure.more > 0 {
        text.push_str(&format!("\nand {} more\n", failure.more));
    }
    text
}

/// Diagnostics with the lines they are about; in colour if `styled`.
pub fn render_diagnostics(diagnostics: &[Diagnostic], sources: &Sources, styled: bool) -> String {
    let renderer = if styled {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let rendered = diagnostics.iter().map(|diagnostic| {
        let group = group(diagnostic, sources);
        renderer.render(&[group]) + "\n"
    });
    rendered.collect::<Vec<_>>().join("\n")
}

fn group<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let group = level.primary_title(diagnostic.message.as_str());
    let group = match snippet(diagnostic, sources) {
        Some(snippet) => group.element(snippet),
        None => {
            let mut origin = annotate_snippets::Origin::path(diagnostic.source.as_str());
            if diagnostic.line > 0 {
                origin = origin.line(diagnostic.line).char_column(diagnostic.column);
            }
            group.element(origin)
        }
    };
    match &diagnostic.help {
        Some(help) => group.element(Level::HELP.message(help.as_str())),
        None => group,
    }
}

/// The line a diagnostic begins in; none for a whole file, or deep within an endless line.
fn snippet<'a>(
    diagnostic: &'a Diagnostic,
    sources: &'a Sources,
) -> Option<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    if diagnostic.line == 0 {
        return None;
    }
    let text = sources.list().get(diagnostic.source_index)?.text.as_str();
    let span = &diagnostic.span;
    let start = text.get(..span.start)?.rfind('\n').map_or(0, |at| at + 1);
    let end = text.get(span.start..)?.find('\n');
    let end = end.map_or(text.len(), |at| span.start + at);
    let line = text.get(start..end)?.trim_end_matches('\r');
    if line.len() > LONGEST_LINE {
        return None;
    }
    let limit = line.len();
    let from = (span.start - start).min(limit);
    let to = span.end.saturating_sub(start).clamp(from, limit);
    let source = Snippet::source(line)
        .line_start(diagnostic.line)
        .path(diagnostic.source.as_str());
    Some(source.annotation(AnnotationKind::Primary.span(from..to)))
}
