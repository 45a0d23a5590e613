//! A published result beside ours.

/// How far ours may be from what is published.
#[derive(Debug, Clone, Copy)]
pub enum Within {
    /// An exact result: an absolute difference.
    Exact(f64),
    /// A sampled result: three of these standard errors, ours and theirs together.
    Sampled(f64),
    /// Printed for comparison, never asserted.
    Shown,
}

/// One line of the page.
#[derive(Debug, Clone)]
pub struct Row {
    /// What is compared, with its unit.
    pub what: String,
    /// The published or independently computed value.
    pub published: f64,
    /// What comes out here.
    pub ours: f64,
    /// How far apart they may be.
    pub within: Within,
    /// Where the published value is from.
    pub source: &'static str,
}

impl Row {
    /// Difference in units of what is allowed: beyond 1 it does not hold.
    fn strain(&self) -> f64 {
        let difference = (self.ours - self.published).abs();
        match self.within {
            Within::Exact(most) => difference / most,
            Within::Sampled(error) => difference / (3.0 * error),
            Within::Shown => 0.0,
        }
    }

    /// The difference in words: standard errors for what is sampled.
    pub fn difference(&self) -> String {
        let difference = self.ours - self.published;
        match self.within {
            Within::Sampled(error) => format!("{:+.1} s.e.", difference / error),
            Within::Exact(most) => format!("within {most:.0e}"),
            Within::Shown => "shown only".into(),
        }
    }

    /// Ours with its error bar, no digit beyond it.
    pub fn ours(&self) -> String {
        match self.within {
            Within::Sampled(error) => {
                let digits = usize::try_from(1 - error.log10().floor() as i64).unwrap_or(0);
                format!("{:.digits$} ± {error:.digits$}", self.ours)
            }
            Within::Exact(most) => {
                let digits = usize::try_from(-most.log10().floor() as i64).unwrap_or(0);
                format!("{:.digits$}", self.ours)
            }
            Within::Shown => format!("{:.4}", self.ours),
        }
    }
}

/// Prints every row and fails with all that do not hold.
pub fn hold(rows: &[Row]) {
    assert!(!rows.is_empty(), "no rows");
    let mut failed = Vec::new();
    for row in rows {
        let line = format!(
            "{}: published {}, ours {} ({})",
            row.what,
            row.published,
            row.ours(),
            row.difference()
        );
        println!("{line}");
        // A NaN holds nowhere.
        let holds = row.strain() <= 1.0;
        if !holds {
            failed.push(line);
        }
    }
    assert!(failed.is_empty(), "do not hold:\n{}", failed.join("\n"));
}
