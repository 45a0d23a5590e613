//! Values of keys, each by the form that the schema gives it.

use lodestock_core::problem::suggest;
use lodestock_core::spec::{Amount, Rate, Series, Size, Table, Years};
use lodestock_core::time::Date;
use toml::de::DeValue;

use super::Entry;
use crate::context::{Context, Node};
use crate::diagnostic::Fault;
use crate::law::Dimension;
use crate::schema::{Bound, Field, Form, Kind};
use crate::value;

impl<'a> Entry<'a> {
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
