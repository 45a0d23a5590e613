//! Reads the keys of one table, and reports what it cannot read.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use lodestock_core::problem::suggest;
use lodestock_core::spec::{Amount, Rate, Series, Size, Table, Years};
use lodestock_core::time::{Date, StepLength};
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use crate::diagnostic::{Fault, Log};
use crate::files::Files;
use crate::law::Dimension;
use crate::schema::{Bound, Field, Form, Kind};
use crate::value;

/// Most entries of one kind that a file may have.
const MOST_ENTRIES: usize = 20_000;

/// Most unknown keys of a table that are looked at one by one.
const MOST_UNKNOWN: usize = 150;

/// A value with its place.
pub(crate) type Node<'a> = &'a Spanned<DeValue<'a>>;

/// Why a file has no text, or its text.
type Content = Result<String, String>;

/// What reading a document needs.
pub(crate) struct Context<'a> {
    pub log: Log,
    files: &'a dyn Files,
    read: RefCell<BTreeMap<String, Content>>,
    /// Step length and number of steps, once known to be sensible.
    pub grid: Cell<Option<(StepLength, usize)>>,
}

impl<'a> Context<'a> {
    pub fn new(files: &'a dyn Files) -> Self {
        Self {
            log: Log::default(),
            files,
            read: RefCell::default(),
            grid: Cell::new(None),
        }
    }

    /// The text of a file, read once.
    pub fn file<T>(&self, path: &str, with: impl FnOnce(Result<&str, &str>) -> T) -> T {
        let mut read = self.read.borrow_mut();
        let content = read
            .entry(path.into())
            .or_insert_with(|| self.files.read(path));
        with(content.as_deref().map_err(String::as_str))
    }

    /// Files that were read, by path.
    pub fn into_files(self) -> BTreeMap<String, Content> {
        self.read.into_inner()
    }

    /// The value, or `None` and a report at its place.
    pub fn report<T>(&self, span: Range<usize>, result: Result<T, Fault>) -> Option<T> {
        result.map_err(|fault| self.log.error(span, fault)).ok()
    }
}

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

    fn read<T>(
        &self,
        name: &str,
        read: impl FnOnce(&DeValue<'a>, &Field) -> Result<T, Fault>,
    ) -> Option<T> {
        let (node, field) = self.node(name)?;
        self.cx.report(node.span(), read(node.get_ref(), field))
    }

    pub fn text(&self, name: &str) -> Option<String> {
        self.read(name, |value, _| match value {
            DeValue::String(text) => Ok(text.to_string()),
            other => Err(value::mismatch(name, "a text", other)),
        })
    }

    /// A text that must be there; empty, and reported, if it is not.
    pub fn name(&self, name: &str) -> String {
        self.text(name).unwrap_or_default()
    }

    pub fn word(&self, name: &str) -> Option<&'static str> {
        self.read(name, |value, field| {
            let (Form::Word(words) | Form::WordOrChoice(words, _)) = field.form else {
                panic!("{name} is not a choice of words");
            };
            match value {
                DeValue::String(text) => {
                    one_of(name, text, words).map_err(|fault| match field.form {
                        Form::WordOrChoice(_, kind) => fault.help(alternatives(words, kind)),
                        _ => fault,
                    })
                }
                other => Err(value::mismatch(name, &listed(words), other)),
            }
        })
    }

    pub fn number(&self, name: &str) -> Option<f64> {
        self.read(name, |value, field| {
            value::number(name, value, bound(field))
        })
    }

    pub fn whole(&self, name: &str) -> Option<u64> {
        self.read(name, |value, field| match field.form {
            Form::Whole(low, high) => value::whole(name, value, low, high),
            _ => panic!("{name} is not a whole number"),
        })
    }

    pub fn span(&self, name: &str) -> Option<Years> {
        self.read(name, |value, _| value::span(name, value))
    }

    pub fn date(&self, name: &str) -> Option<Date> {
        self.read(name, |value, _| value::date(name, value))
    }

    pub fn size(&self, name: &str) -> Option<Size> {
        self.read(name, |value, _| value::size(name, value))
    }

    pub fn rate(&self, name: &str) -> Option<Rate> {
        self.read(name, |value, _| value::rate(name, value))
    }

    pub fn amount(&self, name: &str) -> Option<Amount> {
        let (node, field) = self.node(name)?;
        self.amount_within(name, node, bound(field))
    }

    /// An amount with a bound of its own, such as the severity of a tariff.
    pub fn amount_within(&self, name: &str, node: Node<'a>, bound: Bound) -> Option<Amount> {
        crate::law::amount(self.cx, name, node, bound, Dimension::Number)
    }

    pub fn span_amount(&self, name: &str) -> Option<Amount> {
        let (node, _) = self.node(name)?;
        crate::law::amount(self.cx, name, node, Bound::NOT_NEGATIVE, Dimension::Span)
    }

    pub fn series(&self, name: &str) -> Option<Series> {
        let (node, field) = self.node(name)?;
        crate::series::series(self.cx, name, node, field)
    }

    /// A name or a list of names.
    pub fn names(&self, name: &str) -> Option<Vec<String>> {
        let (node, _) = self.node(name)?;
        names(self.cx, name, node)
    }

    /// A list of numbers.
    pub fn numbers(&self, name: &str) -> Option<Vec<f64>> {
        let (node, field) = self.node(name)?;
        let list = self.list(name, node, |item| {
            value::number(name, item.get_ref(), bound(field))
        })?;
        match field.form {
            Form::Numbers(count, _) if count > 0 && list.len() != count => {
                let fault = format!("`{name}` must be {count} numbers, but is {}", list.len());
                self.error_at(name, Fault::new(fault));
                None
            }
            _ => Some(list),
        }
    }

    /// A list, each item read in the same way; `None` if one cannot be read.
    pub fn list<T>(
        &self,
        name: &str,
        node: Node<'a>,
        read: impl Fn(Node<'a>) -> Result<T, Fault>,
    ) -> Option<Vec<T>> {
        let DeValue::Array(array) = node.get_ref() else {
            let fault = value::mismatch(name, "a list", node.get_ref());
            self.cx.log.error(node.span(), fault);
            return None;
        };
        let items: Vec<Option<T>> = array
            .iter()
            .map(|item| self.cx.report(item.span(), read(item)))
            .collect();
        items.into_iter().collect()
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

    /// Names with a number each, in the order written.
    pub fn shares(&self, name: &str) -> Option<Vec<(String, f64)>> {
        let (node, field) = self.node(name)?;
        numbered(self.cx, name, node, bound(field))
    }

    /// Names, or names with a number each; 1 for names alone.
    pub fn names_or_shares(&self, name: &str) -> Option<Vec<(String, f64)>> {
        let (node, field) = self.node(name)?;
        if node.get_ref().is_table() {
            return numbered(self.cx, name, node, bound(field));
        }
        let list = names(self.cx, name, node)?;
        Some(list.into_iter().map(|name| (name, 1.0)).collect())
    }

    /// Names with names with a value each.
    pub fn grid<T>(
        &self,
        name: &str,
        read: impl Fn(&str, &DeValue<'a>, &Field) -> Result<T, Fault>,
    ) -> Table<Table<T>> {
        let Some((node, field)) = self.node(name) else {
            return Table::new();
        };
        let row = |label: &str, node| {
            pairs(self.cx, label, node, |label, item| {
                let result = read(label, item.get_ref(), field);
                self.cx.report(item.span(), result)
            })
        };
        let rows = pairs(self.cx, name, node, row).unwrap_or_default();
        rows.into_iter()
            .map(|(id, row)| (id, row.into_iter().collect()))
            .collect()
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

/// Keys and values of a table, in the order written; `None` if one cannot be read.
fn pairs<'a, T>(
    cx: &'a Context<'a>,
    name: &str,
    node: Node<'a>,
    read: impl Fn(&str, Node<'a>) -> Option<T>,
) -> Option<Vec<(String, T)>> {
    let DeValue::Table(table) = node.get_ref() else {
        let fault = value::mismatch(name, "a table", node.get_ref());
        cx.log.error(node.span(), fault);
        return None;
    };
    let mut list: Vec<_> = table.iter().collect();
    list.sort_by_key(|(key, _)| key.span().start);
    let read = list.into_iter().map(|(key, node)| {
        let key = key.get_ref().to_string();
        let item = read(&format!("{name}.{key}"), node);
        item.map(|item| (key, item))
    });
    let read: Vec<_> = read.collect();
    read.into_iter().collect()
}

fn numbered<'a>(
    cx: &'a Context<'a>,
    name: &str,
    node: Node<'a>,
    bound: Bound,
) -> Option<Vec<(String, f64)>> {
    pairs(cx, name, node, |label, item| {
        cx.report(item.span(), value::number(label, item.get_ref(), bound))
    })
}

fn names<'a>(cx: &'a Context<'a>, name: &str, node: Node<'a>) -> Option<Vec<String>> {
    let one = |node: Node<'a>| match node.get_ref() {
        DeValue::String(text) => Some(text.to_string()),
        other => {
            let fault = value::mismatch(name, "a name or a list of names", other);
            cx.log.error(node.span(), fault);
            None
        }
    };
    match node.get_ref() {
        DeValue::Array(array) => {
            let items: Vec<_> = array.iter().map(one).collect();
            items.into_iter().collect()
        }
        _ => one(node).map(|name| vec![name]),
    }
}

fn one_of(key: &str, text: &str, words: &'static [&'static str]) -> Result<&'static str, Fault> {
    let found = words.iter().find(|&&word| word == text);
    found.copied().ok_or_else(|| {
        Fault::new(format!("`{key}` cannot be \"{text}\""))
            .maybe_help(suggest(text, words.iter().copied()))
    })
}

/// `"cover"`, `{ spread = … }`, …
fn alternatives(words: &[&str], kind: &Kind) -> String {
    let tables: Vec<String> = kind
        .names()
        .map(|name| format!("{{ {name} = … }}"))
        .collect();
    format!("known: {}, {}", listed(words), tables.join(", "))
}

fn listed(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    quoted.join(" or ")
}

/// The bound of a form that has one.
pub(crate) fn bound(field: &Field) -> Bound {
    match field.form {
        Form::Number(bound)
        | Form::Numbers(_, bound)
        | Form::Amount(bound)
        | Form::Series(bound, _)
        | Form::Shares(bound)
        | Form::NamesOrShares(bound)
        | Form::Grid(bound) => bound,
        _ => Bound::ANY,
    }
}
