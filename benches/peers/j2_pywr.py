"""J2 in pywr: a linear programme each step that sends material over whatever lanes are open, paths as scenarios.

Sizes, outages and bans are those of the NumPy peer; how goods are shared is the solver's choice. Ore is counted in the
metal it makes.
"""

import numpy as np
from pywr.core import Input, Link, Model, Output, Scenario, Storage, Timestepper
from pywr.parameters import ArrayIndexedScenarioParameter
from pywr.recorders import NumpyArrayNodeRecorder

from j2_numpy import spells
from j2_tables import BAN_MONTHS, IN, OUT, OUTAGE_MONTHS, P_BAN, P_OUTAGE, RECOVERY, STEPS, tables

CAPACITY, SIZE, DEMAND, SHARE, BANS = tables()
METAL = np.array([RECOVERY, 1.0])  # metal in a unit of each stage


def months(rows, paths, p_hit, mean_months, rng, value):
    """Rows by months by paths: 1, and `value` (a function of how many) while a spell lasts."""
    out = np.ones((rows, STEPS, paths))
    row, path, start, end = spells(rows, paths, p_hit, mean_months, rng)
    for spell in zip(row, path, start, end, value(row.size)):
        out[spell[0], spell[2] : spell[3], spell[1]] = spell[4]
    return out


class World:
    """The network; a step is a day of pywr, so a month's quantity is a day's flow."""

    def __init__(self, paths, seed):
        rng = np.random.default_rng(seed)
        self.made = made = Model()
        start = np.datetime64("2027-01-01")
        made.timestepper = Timestepper(str(start), str(start + np.timedelta64(STEPS - 1, "D")), 1)
        self.scenario = Scenario(made, "path", size=paths)
        up = months(96, paths, P_OUTAGE, OUTAGE_MONTHS, rng, lambda n: 1 - rng.uniform(0.3, 1.0, n))
        self.up = up.reshape(2, 4, 12, STEPS, paths)
        self.open = dict(zip(map(tuple, BANS), months(72, paths, P_BAN, BAN_MONTHS, rng, np.zeros)))
        self.served = [self.mineral(m) for m in range(4)]

    def limit(self, values):
        return ArrayIndexedScenarioParameter(self.made, self.scenario, np.ascontiguousarray(values))

    def mineral(self, m):
        """Mines, plants and consumers of a mineral; recorders of what consumers get."""
        sellers, recorders = {}, []
        for c in range(12):
            most = self.limit(CAPACITY[0, m, c] * METAL[0] * self.up[0, m, c])
            sellers[c] = Input(self.made, f"mine {m} {c}", max_flow=most)
        plants = {}
        for c in range(12):
            most = self.limit(CAPACITY[1, m, c] * self.up[1, m, c])
            plants[c] = Link(self.made, f"plant {m} {c}", max_flow=most)
            self.buy(0, m, c, sellers, plants[c])
        for c in np.nonzero(DEMAND[m])[0]:
            user = Output(self.made, f"consumer {m} {c}", max_flow=DEMAND[m, c], cost=-1000.0)
            self.buy(1, m, c, plants, user)
            recorders.append((DEMAND[m, c], NumpyArrayNodeRecorder(self.made, user)))
        return recorders

    def buy(self, stage, m, buyer, sellers, user):
        """Lanes into a pool, from which the user and the reserve draw."""
        name = f"{stage} {m} {buyer}"
        pool = Link(self.made, f"pool {name}")
        for seller in np.nonzero(SHARE[stage, m, buyer])[0]:
            most = self.open.get((stage, m, buyer, seller))
            if most is None:
                sellers[seller].connect(pool)
            else:
                lane = Link(self.made, f"lane {name} {seller}", max_flow=self.limit(most * CAPACITY[stage, m, seller]))
                sellers[seller].connect(lane)
                lane.connect(pool)
        pool.connect(user)
        size = SIZE[stage, m, buyer] * METAL[stage]
        if size > 0:
            into, out = (
                Link(self.made, f"{way} {name}", max_flow=part * size) for way, part in (("in", IN), ("out", OUT))
            )
            stock = Storage(self.made, f"stock {name}", max_volume=size, initial_volume=size, cost=-1.0)
            pool.connect(into)
            into.connect(stock)
            stock.connect(out)
            out.connect(user)


def programmes(paths, seed, batch=100):
    totals = []
    for first in range(0, paths, batch):
        world = World(min(batch, paths - first), [seed, first])
        world.made.run()
        missing = [demand - np.asarray(r.data) for mineral in world.served for demand, r in mineral]
        totals.append(sum(part.clip(0.0).sum(axis=0) for part in missing))
    return {"shortfall, solver's choice": np.concatenate(totals)}


VARIANTS = {"pywr, an LP a step": programmes}
