"""The model in NumPy against dated trajectories, every number of them, to 1e-9.

    python benches/peers/model_cases.py [--lodestock FILE]

Two of the dated cases, which another implementation computed, and the bundled scenarios with a date put on disruptions
that come at random, as `lodestock trace --dated` replays them. `everything-weekly` and `corners` use keys that the
package refuses (deferral, corridors, by-products and others).
"""

import argparse
import csv
import io
import math
import subprocess
import sys

from job import FILES, ROOT
from model_numpy.read import Unsupported, load
from model_numpy.run import Batch
from model_numpy.world import World

CASES = ROOT / "tests/data/cases"
CHECKED = ("gallium-licence", "cobalt-ban-and-quota")
REFUSED = ("everything-weekly", "corners")
TOLERANCE = 1e-9  # of the number, or of a thousandth of demand if that is more
DATES = {  # what happens when in the bundled scenarios
    "gallium": {
        "export_restriction.china-licence": "2027-04-11",
        "export_restriction.us-tariff": "2028-02",
        "export_restriction.china-retaliation": "2028-05",
        "export_restriction.china-ban-us": "2029-01",
        "export_restriction.china-ban-allies": "2030-10",
        "outage.china-alumina": "2031-03",
        "outage.japan-refiners": "2032-01",
        "outage.canada-germanium": "2032-02",
        "outage.belgium-germanium": "2033-01",
        "demand_surge.mobilisation": "2028-11",
    },
    "cobalt": {
        "export_restriction.drc-ban": "2027-06-20",
        "export_restriction.drc-quota-after-ban": "2028-02",
        "export_restriction.china-licence": "2029-05",
        "export_restriction.indonesia-quota": "2030-01",
        "route_closure.drc-roads": "2030-03",
        "outage.norway-refiner": "2031-01",
        "outage.finland-refiners": "2031-02",
        "outage.japan-refiners": "2032-05",
        "outage.indonesia-hpal": "2033-01",
        "demand_surge.us-mobilisation": "2029-01",
    },
}
# Else no price rises far enough for demand to switch away.
LONGER = {"cobalt": ['export_restriction.drc-ban.duration="18 months"']}


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


def agrees(name, world, text):
    """Compares with a trajectory as CSV and prints how close it is; True if within the tolerance."""
    ours, largest, compared = trajectory(world), 0.0, 0
    for row in csv.DictReader(io.StringIO(text)):
        found = ours.pop((int(row["step"]), row["consumer"]))
        least = float(row["demand"]) / 1000
        for column, value in found.items():
            expected = float(row[column])
            error = abs(value - expected) / max(abs(expected), least) / TOLERANCE
            largest = math.inf if math.isnan(error) else max(largest, error)
            compared += 1
    good = compared > 0 and not ours and largest <= 1.0
    print(f"{name}: {compared} numbers, worst {largest:.2g} tolerances{'' if good else ': DISAGREES'}")
    return good


def replayed(binary, job):
    """A bundled scenario with dates, against Lodestock's replay of it."""
    changes = [f'{name}.arrival={{date="{date}"}}' for name, date in DATES[job].items()] + LONGER.get(job, [])
    command = [binary, "trace", str(ROOT / FILES[job]), "--dated"]
    command += [word for change in changes for word in ("--set", change)]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return agrees(f"{job}, dated", World(load(ROOT / FILES[job], changes)), text)


def refused(case):
    """True if a case is refused for a key."""
    try:
        load(CASES / f"{case}.toml")
    except Unsupported as key:
        print(f"{case}: refused for {key}")
        return True
    print(f"{case}: NOT refused")
    return False


def check(binary):
    """Checks everything and prints what was seen; True if all is well."""
    results = [
        agrees(case, World(load(CASES / f"{case}.toml")), (CASES / f"{case}.csv").read_text()) for case in CHECKED
    ]
    results += [replayed(binary, job) for job in DATES]
    results += [refused(case) for case in REFUSED]
    return all(results)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lodestock", default=str(ROOT / "target/release/lodestock"))
    sys.exit(not check(parser.parse_args().lodestock))
