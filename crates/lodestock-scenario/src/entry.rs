//! The table of one entry: which keys it has, lacks and should not have.

mod values;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;

use lodestock_core::problem::suggest;
use lodestock_core::spec::Table;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

pub(crate) use values::bound;

use crate::context::{Context, Node};
use crate::diagnostic::Fault;
use crate::schema::{Field, Form, Kind};
use crate::value;

/// Most entries of one kind that a file may have.
const MOST_ENTRIES: usize = 20_000;

/// Most unknown keys of a table that are looked at one by one.
const MOST_UNKNOWN: usize = 150;

/// The table of one entry, or a table within it. Keys that nobody asked for are reported when it
/// is dropped.
pub(crate) struct Entry<'a> {
    pub cx: &'a Context<'a>,
    /// How messages call it: `producer.x`, or the key it stands under.
    pub label: String,
    pub span: Range<usize>,
    table: &'a DeTable<'a>,
    kind: &'static Kind,
    asked: RefCell<BTreeSet<&'static str>>,
    /// Whether its one key is a choice.
    choice: bool,
}

impl<'a> Entry<'a> {
    /// The document itself.
    pub fn root(cx: &'a Context<'a>, table: &'a DeTable<'a>) -> Self {
        Self::over(cx, "the file", 0..0, table, &crate::schema::ROOT)
    }

    /// A table; anything else is reported.
    pub fn new(
        cx: &'a Context<'a>,
        label: &str,
        node: Node<'a>,
        kind: &'static Kind,
    ) -> Option<Self> {
        match node.get_ref() {
            DeValue::Table(table) => Some(Self::over(cx, label, node.span(), table, kind)),
            other => {
                let names: Vec<&str> = kind.names().take(3).collect();
                let fault = value::mismatch(label, "a table", other);
                let help = format!("such as {{ {} = … }}", names.join(" = …, "));
                cx.log.error(node.span(), fault.help(help));
                None
            }
        }
    }

    fn over(
        cx: &'a Context<'a>,
        label: &str,
        span: Range<usize>,
        table: &'a DeTable<'a>,
        kind: &'static Kind,
    ) -> Self {
        Self {
            cx,
            label: label.into(),
            span,
            table,
            kind,
            asked: RefCell::default(),
            choice: false,
        }
    }

    /// The schema of a key.
    ///
    /// # Panics
    /// If the schema has no such key, which is a mistake in a reader.
    fn field(&self, name: &str) -> &'static Field {
        self.kind
            .field(name)
            .unwrap_or_else(|| panic!("the schema of {} has no key {name}", self.kind.name))
    }

    /// Why a key that nobody asked for is wrong.
    fn useless(&self, name: &str) -> Fault {
        let called = self.called();
        if self.choice {
            return Fault::new(format!("{called} cannot be `{name}`"))
                .maybe_help(suggest(name, self.kind.names()));
        }
        if self.kind.field(name).is_some() {
            return Fault::new(format!("`{name}` has no effect in {called}"));
        }
        Fault::new(format!("{called} has no key `{name}`"))
            .maybe_help(suggest(name, self.kind.names()))
    }

    /// The value of a key, if it is there; a required one that is not is reported.
    pub fn node(&self, name: &str) -> Option<(Node<'a>, &'static Field)> {
        let field = self.field(name);
        self.asked.borrow_mut().insert(field.name);
        let node = self.table.get(name);
        if node.is_none() && field.required && !self.misspelt(name) {
            let fault = Fault::new(format!("{} lacks the key `{name}`", self.called()));
            self.error(fault.help(format!("{name}: {}", field.doc)));
        }
        node.map(|node| (node, field))
    }

    /// Whether an unknown key looks like this one: then that key is reported, and this is enough.
    fn misspelt(&self, name: &str) -> bool {
        let like = Some(format!("did you mean `{name}`?"));
        let unknown = self.table.keys().map(|key| key.get_ref().as_ref());
        let unknown = unknown.filter(|key| self.kind.field(key).is_none());
        let mut unknown = unknown.take(MOST_UNKNOWN);
        unknown.any(|key| suggest(key, self.kind.names()) == like)
    }

    /// Whether a key is there.
    pub fn has(&self, name: &str) -> bool {
        self.table.contains_key(name)
    }

    fn called(&self) -> String {
        match self.label.as_str() {
            label @ "the file" => label.into(),
            label => format!("`{label}`"),
        }
    }

    /// An error about the table as a whole.
    pub fn error(&self, fault: Fault) {
        self.cx.log.error(self.span.clone(), fault);
    }

    /// An error about the value of a key.
    pub fn error_at(&self, name: &str, fault: Fault) {
        let span = self
            .table
            .get(name)
            .map_or(self.span.clone(), Spanned::span);
        self.cx.log.error(span, fault);
    }

    /// A table within this one.
    pub fn table(&self, name: &str) -> Option<Entry<'a>> {
        let (node, field) = self.node(name)?;
        match field.form {
            Form::Table(kind) => Entry::new(self.cx, name, node, kind),
            _ => panic!("{name} is not a table"),
        }
    }

    /// A list of tables within this one.
    pub fn tables(&self, name: &str) -> Vec<Entry<'a>> {
        let Some((node, field)) = self.node(name) else {
            return Vec::new();
        };
        let Form::Tables(kind) = field.form else {
            panic!("{name} is not a list of tables");
        };
        let nodes = self.list(name, node, Ok).unwrap_or_default();
        let entries = nodes.into_iter();
        entries
            .filter_map(|node| Entry::new(self.cx, name, node, kind))
            .collect()
    }

    /// The one key of a table that offers a choice, with the table to read it from.
    pub fn choice(&self, name: &str) -> Option<(Entry<'a>, &'static str)> {
        let (node, field) = self.node(name)?;
        let (Form::Choice(kind) | Form::WordOrChoice(_, kind)) = field.form else {
            panic!("{name} is not a choice");
        };
        choose(self.cx, name, node, kind)
    }

    /// Whether the value of a key is a text.
    pub fn is_text(&self, name: &str) -> bool {
        self.table.get(name).is_some_and(|v| v.get_ref().is_str())
    }

    /// Reads every entry of a kind: `[producer.x]`, `[producer.y]`, …
    pub fn entries<T>(&self, name: &str, read: impl Fn(&Entry<'a>) -> T) -> Table<T> {
        let Some((node, field)) = self.node(name) else {
            return Table::new();
        };
        let Form::Entries(kind) = field.form else {
            panic!("{name} does not hold entries");
        };
        let DeValue::Table(table) = node.get_ref() else {
            let fault = value::mismatch(name, "tables by id", node.get_ref());
            self.error_at(name, fault.help(format!("such as [{name}.some-id]")));
            return Table::new();
        };
        if table.len() > MOST_ENTRIES {
            let count = table.len();
            let fault = format!("{count} tables [{name}.ID] are more than {MOST_ENTRIES}");
            self.error_at(name, Fault::new(fault));
            return Table::new();
        }
        let list = table.iter();
        list.filter_map(|(id, node)| self.entry(name, id, node, kind, &read))
            .collect()
    }

    fn entry<T>(
        &self,
        name: &str,
        id: &'a Spanned<DeString<'a>>,
        node: Node<'a>,
        kind: &'static Kind,
        read: impl Fn(&Entry<'a>) -> T,
    ) -> Option<(String, T)> {
        let label = format!("{name}.{}", id.get_ref());
        self.cx.log.enter(&label);
        if !value::is_id(id.get_ref()) {
            let fault = Fault::new(format!("\"{}\" cannot be an id", id.get_ref()));
            let help = "an id is made of letters, digits, `-` and `_`";
            self.cx.log.error(id.span(), fault.help(help));
        }
        let read = Entry::new(self.cx, &label, node, kind).map(|entry| read(&entry));
        self.cx.log.enter("");
        Some((id.get_ref().to_string(), read?))
    }
}

impl Drop for Entry<'_> {
    fn drop(&mut self) {
        let asked = self.asked.borrow();
        let keys = self.table.keys();
        let mut rest = keys.filter(|key| !asked.contains(key.get_ref().as_ref()));
        for key in rest.by_ref().take(MOST_UNKNOWN) {
            self.cx.log.error(key.span(), self.useless(key.get_ref()));
        }
        if let Some(key) = rest.next() {
            let count = rest.count() + 1;
            let fault = format!(
                "{} has {count} more keys that it cannot have",
                self.called()
            );
            self.cx.log.error(key.span(), Fault::new(fault));
        }
    }
}

/// The one key of a table that offers a choice, asked for, and the table to read it from.
pub(crate) fn choose<'a>(
    cx: &'a Context<'a>,
    name: &str,
    node: Node<'a>,
    kind: &'static Kind,
) -> Option<(Entry<'a>, &'static str)> {
    let DeValue::Table(table) = node.get_ref() else {
        let wanted = format!(
            "a table with one of {}",
            kind.names().collect::<Vec<_>>().join(", ")
        );
        let fault = value::mismatch(name, &wanted, node.get_ref());
        cx.log.error(node.span(), fault);
        return None;
    };
    let mut entry = Entry::new(cx, name, node, kind)?;
    entry.choice = true;
    let mut known = table.keys().filter_map(|key| kind.field(key.get_ref()));
    match (known.next(), known.next()) {
        (Some(field), None) => Some((entry, field.name)),
        (Some(first), Some(second)) => {
            entry.asked.borrow_mut().extend(kind.names());
            let (first, second) = (first.name, second.name);
            let fault = format!("`{name}` can be `{first}` or `{second}`, but not both");
            entry.error(Fault::new(fault));
            None
        }
        (None, _) => {
            if table.is_empty() {
                let names = kind.names().collect::<Vec<_>>().join(", ");
                entry.error(Fault::new(format!("`{name}` must be one of {names}")));
            }
            None
        }
    }
}
