"""The numbers of J1, J2 and RTS-79, for every peer; docs/performance.md says what the jobs are."""

import csv
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODEL = "the model in NumPy"
FILES = {
    "j1": "benches/scenarios/j1.toml",
    "rts79": "tests/data/validation/rts79-hourly.toml",
    "gallium": "scenarios/gallium-germanium-china.toml",
    "cobalt": "scenarios/cobalt-drc.toml",
    "j2": "benches/scenarios/j2.toml",
}

J1 = {
    "capacity": [40.0, 18.0, 12.0, 10.0, 8.0, 6.0, 4.0, 2.0],  # a month
    "demand": 95.0,
    "reserve": 570.0,
    "max_release": 14.25,
    "refill": 4.75,
    "p_hit": 0.01,
    "mean_months": 9.0,
    "steps": 120,
    "reference": {"mean": 107.28, "p_any": 0.7303, "p_empty": 0.0351},
}

# Count, MW, mean hours up, mean hours down.
UNITS = [
    (5, 12, 2940, 60),
    (4, 20, 450, 50),
    (6, 50, 1980, 20),
    (4, 76, 1960, 40),
    (3, 100, 1200, 50),
    (4, 155, 960, 40),
    (3, 197, 950, 50),
    (1, 350, 1150, 100),
    (2, 400, 1100, 150),
]
RTS79 = {"steps": 8736, "reference": {"lole": 9.3942, "eens": 1176.30}}


def load():
    """The hourly load of RTS-79, MW."""
    with open(ROOT / "tests/data/validation/rts79-load.csv", encoding="utf-8") as file:
        return [float(row["load_mw"]) for row in csv.DictReader(file)]


def units():
    """One row a unit: MW, mean hours up, mean hours down."""
    return [(float(mw), up, down) for count, mw, up, down in UNITS for _ in range(count)]


def j2():
    """The scenario of J2, as parsed."""
    with open(ROOT / FILES["j2"], "rb") as file:
        return tomllib.load(file)
