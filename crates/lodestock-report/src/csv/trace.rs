//! One path, step by step.

use std::io::{self, Write};

use lodestock_core::{Model, Observer, Readings};

use super::into_io;
use crate::number::digits12;

/// Writes a path while it runs: a row per step and consumer, commodities upstream first, countries
/// and consumers by id, numbers to 12 significant digits.
pub struct Trace<'m, W: Write> {
    model: &'m Model,
    /// Consumers in the order of rows.
    order: Vec<usize>,
    writer: ::csv::Writer<W>,
    /// The first failure; nothing is written after it.
    failed: Option<io::Error>,
}

/// Columns before the reserves'.
const COLUMNS: [&str; 11] = [
    "step",
    "commodity",
    "country",
    "consumer",
    "demand",
    "served",
    "curtailed",
    "unmet",
    "deferred",
    "price",
    "stock",
];

impl<'m, W: Write> Trace<'m, W> {
    /// Begins with the heading.
    pub fn new(model: &'m Model, out: W) -> Self {
        let mut order: Vec<usize> = (0..model.consumers().len()).collect();
        let place = |commodity: usize| {
            let upstream_first = model.upstream_first();
            upstream_first.iter().position(|&c| c == commodity)
        };
        // Countries and consumers are in the order of ids already.
        order.sort_by_key(|&c| {
            let consumer = &model.consumers()[c];
            (place(consumer.commodity), consumer.country, c)
        });
        let mut trace = Self {
            model,
            order,
            writer: ::csv::Writer::from_writer(out),
            failed: None,
        };
        let reserves = model
            .reserves()
            .iter()
            .map(|reserve| format!("reserve.{}", reserve.id));
        let heading: Vec<String> = COLUMNS
            .map(String::from)
            .into_iter()
            .chain(reserves)
            .collect();
        trace.write(&heading);
        trace
    }

    fn write(&mut self, row: &[String]) {
        if self.failed.is_none() {
            self.failed = self.writer.write_record(row).err().map(into_io);
        }
    }

    /// Ends the text.
    ///
    /// # Errors
    /// If the writer has failed at any time.
    pub fn finish(mut self) -> io::Result<()> {
        match self.failed.take() {
            Some(error) => Err(error),
            None => self.writer.flush(),
        }
    }
}

impl<W: Write> Observer for Trace<'_, W> {
    fn step(&mut self, readings: &dyn Readings) {
        let model = self.model;
        for index in 0..self.order.len() {
            let c = self.order[index];
            let consumer = &model.consumers()[c];
            let mut row = vec![
                readings.time().to_string(),
                model.commodities()[consumer.commodity].id.clone(),
                model.countries()[consumer.country].id.clone(),
                consumer.id.clone(),
            ];
            let numbers = [
                readings.demand(c)[0],
                readings.served(c)[0],
                readings.curtailed(c)[0],
                readings.unmet(c)[0],
                readings.deferred(c)[0],
                readings.price(c)[0],
                readings.stock(c)[0],
            ];
            row.extend(numbers.map(digits12));
            row.extend((0..model.reserves().len()).map(|r| digits12(readings.level(r)[0])));
            self.write(&row);
        }
    }
}
