//! Texts that a scenario is read from: the file, and what was set on the command line.

use std::fmt;
use std::ops::Range;

/// A change to a scenario: `path=value`, such as `reserve.vault.capacity="90 days"`, or `!path`,
/// which takes the key away with all that is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlay {
    /// Dotted path of the key.
    pub path: String,
    /// Its new value, as TOML; a text that is not TOML stands for itself. `None` takes the key away.
    pub value: Option<String>,
}

impl Overlay {
    /// A change of one key.
    pub fn new(path: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            value: Some(value.into()),
        }
    }

    /// The change that takes a key away.
    pub fn without(path: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            value: None,
        }
    }

    /// The change that `path=value` or `!path` asks for, if the text is one of them.
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim_start().strip_prefix('!') {
            Some(path) => (!path.contains('=')).then(|| Self::without(path.trim())),
            None => text
                .split_once('=')
                .map(|(path, value)| Self::new(path.trim(), value.trim())),
        }
    }
}

impl fmt::Display for Overlay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            Some(value) => write!(f, "{}={value}", self.path),
            None => write!(f, "!{}", self.path),
        }
    }
}

/// One text and what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Path of the file, or `--set`.
    pub name: String,
    /// What it says.
    pub text: String,
}

/// Texts one after another, so that one offset names a place in any of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources {
    list: Vec<Source>,
}

/// A place in one of the texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub source: usize,
    pub span: Range<usize>,
    pub line: usize,
    pub column: usize,
}

impl Sources {
    /// A file, and the changes to it.
    pub(crate) fn new(name: &str, text: &str, overlays: &[Overlay]) -> Self {
        let file = Source {
            name: name.into(),
            text: text.into(),
        };
        let sets = overlays.iter().map(|overlay| Source {
            name: "--set".into(),
            text: overlay.to_string(),
        });
        Self {
            list: std::iter::once(file).chain(sets).collect(),
        }
    }

    /// The texts: the file first.
    pub fn list(&self) -> &[Source] {
        &self.list
    }

    /// Offset at which a text begins.
    pub(crate) fn base(&self, source: usize) -> usize {
        self.list[..source].iter().map(|s| s.text.len() + 1).sum()
    }

    /// The place that a span of offsets stands for.
    pub(crate) fn place(&self, span: &Range<usize>) -> Place {
        let mut base = 0;
        let mut source = 0;
        while source + 1 < self.list.len() && span.start > base + self.list[source].text.len() {
            base += self.list[source].text.len() + 1;
            source += 1;
        }
        let text = self.list.get(source).map_or("", |s| s.text.as_str());
        let start = floor(text, span.start.saturating_sub(base));
        let end = floor(text, span.end.saturating_sub(base)).max(start);
        let before = &text[..start];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Place {
            source,
            span: start..end,
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }
}

/// The nearest boundary of a character at or before an offset.
fn floor(text: &str, offset: usize) -> usize {
    let offset = offset.min(text.len());
    (0..=offset)
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_name_places_in_any_text() {
        let sources = Sources::new("a.toml", "x = 1\ny = 2", &[Overlay::new("z", "3")]);
        let place = sources.place(&(10..11));
        assert_eq!((place.source, place.line, place.column), (0, 2, 5));
        let base = sources.base(1);
        let place = sources.place(&(base + 2..base + 3));
        assert_eq!((place.source, place.span, place.column), (1, 2..3, 3));
    }

    #[test]
    fn offsets_outside_or_within_a_character_are_moved() {
        let sources = Sources::new("a.toml", "ä", &[]);
        assert_eq!(sources.place(&(1..99)).span, 0..2);
    }

    #[test]
    fn an_overlay_sets_a_key_or_takes_it_away() {
        assert_eq!(Overlay::parse("a.b = 3"), Some(Overlay::new("a.b", "3")));
        assert_eq!(Overlay::parse(" !a.b "), Some(Overlay::without("a.b")));
        for neither in ["a.b", "!a.b=3", ""] {
            assert_eq!(Overlay::parse(neither), None, "{neither}");
        }
        for text in ["a.b=3", "!a.b"] {
            assert_eq!(Overlay::parse(text).unwrap().to_string(), text);
        }
    }
}
