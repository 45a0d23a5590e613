"""The model in NumPy against the dated cases: every number of their trajectories, to 1e-9.

    python benches/peers/model_cases.py

`everything-weekly` and `corners` use keys that the package refuses (deferral, corridors, by-products and others).
"""

import csv
import math
import sys

from job import ROOT
from model_numpy.read import Unsupported, load
from model_numpy.run import Batch
from model_numpy.world import World

CASES = ROOT / "tests/data/cases"
CHECKED = ("gallium-licence", "cobalt-ban-and-quota")
REFUSED = ("everything-weekly", "corners")
TOLERANCE = 1e-9  # of the number, or of a thousandth of demand if that is more


def trajectory(world):
    """(step, consumer) → the columns of a case, from one dated path."""
    batch, rows = Batch(world, None, 1), {}
    for now in batch.steps():
        levels = {held.reserve.name: held.level[0] for s in batch.states.values() for held in s.reserves}
        for state in batch.states.values():
            for c, (name, _) in enumerate(state.market.users):
                demand, served, buyer = state.full[c, 0], state.served[c, 0], state.market.buyer[c]
                unmet = max(0.0, state.wanted[c, 0] - served)
                rows[now, name] = {
                    "demand": demand,
                    "served": served,
                    "curtailed": demand - served - unmet,
                    "unmet": unmet,
                    "deferred": 0.0,
                    "price": state.price[buyer, 0],
                    "stock": state.stock[buyer, 0],
                    **{f"reserve.{r}": level for r, level in levels.items()},
                }
    return rows


def worst(case):
    """Largest disagreement of a case, in tolerances, and how many numbers were compared."""
    ours = trajectory(World(load(CASES / f"{case}.toml")))
    largest, compared = 0.0, 0
    with open(CASES / f"{case}.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found = ours.pop((int(row["step"]), row["consumer"]))
            least = float(row["demand"]) / 1000
            for column, value in found.items():
                expected = float(row[column])
                error = abs(value - expected) / max(abs(expected), least) / TOLERANCE
                largest = float("inf") if math.isnan(error) else max(largest, error)
                compared += 1
    return (float("inf") if ours else largest), compared


def check():
    """Checks every case and prints what was seen; True if all is well."""
    good = True
    for case in CHECKED:
        error, compared = worst(case)
        good &= compared > 0 and error <= 1.0
        print(
            f"{case}: {compared} numbers, worst {error:.2g} tolerances of {TOLERANCE:g}"
            + ("" if error <= 1 else ": DISAGREES")
        )
    for case in REFUSED:
        try:
            load(CASES / f"{case}.toml")
        except Unsupported as key:
            print(f"{case}: refused for {key}")
        else:
            good = False
            print(f"{case}: NOT refused")
    return good


if __name__ == "__main__":
    sys.exit(not check())
