//! Fewer futures for the same error: mirror images, and rare arrivals drawn too often.

use clap::{Args, ValueEnum};
use lodestock_core::spec::{self, Tilt};
use lodestock_runner::Options;
use lodestock_scenario::Loaded;

use crate::format::quoted;

/// Arguments of the commands that can draw futures otherwise than plainly.
#[derive(Debug, Args)]
pub struct Variance {
    /// How random numbers of different futures hang together [default: the scenario's, or independent]
    #[arg(long, value_enum, value_name = "HOW")]
    draws: Option<Draws>,
    /// Draw a disruption so many times too often and weight futures for it, such as export_restriction.ban=10; may be repeated [default: the scenario's]
    #[arg(long, value_name = "DISRUPTION=FACTOR", value_parser = tilt)]
    tilt: Vec<(String, f64)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Draws {
    /// Not at all
    Independent,
    /// Every second future is the mirror image of the one before
    Antithetic,
}

fn tilt(text: &str) -> Result<(String, f64), String> {
    let wrong = || "expected DISRUPTION=FACTOR, such as export_restriction.ban=10".to_string();
    let (name, factor) = text.split_once('=').ok_or_else(wrong)?;
    let factor: f64 = factor.trim().parse().map_err(|_| wrong())?;
    Ok((name.trim().to_string(), factor))
}

impl Variance {
    /// How to draw: as the scenario says, unless the command line says otherwise.
    pub fn options(&self, loaded: &Loaded, options: Options) -> Options {
        let settings = &loaded.scenario.run;
        Options {
            draws: match self.draws {
                Some(Draws::Independent) => spec::Draws::Independent,
                Some(Draws::Antithetic) => spec::Draws::Antithetic,
                None => settings.draws,
            },
            tilt: match self.tilt.is_empty() {
                true => settings.tilt.clone(),
                false => self.tilt.iter().cloned().collect::<Tilt>(),
            },
            ..options
        }
    }

    /// What was given, as words of a command, each after a space.
    pub fn words(&self) -> String {
        let draws = self.draws.map_or("", |draws| match draws {
            Draws::Independent => " --draws independent",
            Draws::Antithetic => " --draws antithetic",
        });
        let tilts = self.tilt.iter();
        let tilts = tilts.map(|(name, factor)| {
            let word = quoted(&format!("{name}={factor}"));
            format!(" --tilt {word}")
        });
        draws.to_string() + &tilts.collect::<String>()
    }
}
