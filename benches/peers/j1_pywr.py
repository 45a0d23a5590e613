"""J1 in pywr: a linear programme each step, paths as scenarios.

What a water-resources planner writes: supplies, a reservoir behind two limited links, demands with costs that
make the priorities. Outages come as an array, drawn as in the NumPy peer.
"""

import numpy as np
from pywr.core import Input, Link, Model, Output, Scenario, Storage, Timestepper
from pywr.parameters import ArrayIndexedScenarioParameter
from pywr.recorders import NumpyArrayNodeRecorder, NumpyArrayStorageRecorder

from j1_numpy import supplies
from job import J1

STEPS, DEMAND, LEVEL = J1["steps"], J1["demand"], J1["reserve"]
DEMANDS = {"military": (0.1, -1000.0), "essential": (0.65, -500.0), "other": (0.25, -100.0)}


def model(paths, seed):
    """The network; a step is a day of pywr, so a month's quantity is a day's flow."""
    lost = np.cumsum(supplies(paths, np.random.default_rng(seed)), axis=1)[:, :STEPS]
    supply = np.ascontiguousarray(np.maximum(sum(J1["capacity"]) - lost, 0.0).T)
    start = np.datetime64("2027-01-01")
    end = str(start + np.timedelta64(STEPS - 1, "D"))
    made = Model()
    made.timestepper = Timestepper(str(start), end, 1)
    scenario = Scenario(made, "path", size=paths)
    source = Input(made, "supply", max_flow=ArrayIndexedScenarioParameter(made, scenario, supply))
    pool = Link(made, "pool")
    source.connect(pool)
    refill = Link(made, "refill", max_flow=J1["refill"])
    release = Link(made, "release", max_flow=J1["max_release"])
    stock = Storage(made, "stock", max_volume=LEVEL, initial_volume=LEVEL, cost=-1.0)
    source.connect(refill)
    refill.connect(stock)
    stock.connect(release)
    release.connect(pool)
    served = []
    for name, (part, cost) in DEMANDS.items():
        demand = Output(made, name, max_flow=part * DEMAND, cost=cost)
        pool.connect(demand)
        served.append(NumpyArrayNodeRecorder(made, demand))
    return made, served, NumpyArrayStorageRecorder(made, stock)


def programmes(paths, seed, batch=1_000):
    totals, empties = [], []
    for first in range(0, paths, batch):
        made, served, stock = model(min(batch, paths - first), [seed, first])
        made.run()
        given = sum(np.asarray(recorder.data) for recorder in served)
        totals.append(np.maximum(DEMAND - given, 0.0).sum(axis=0))
        empties.append((np.asarray(stock.data) <= 1e-6 * LEVEL).any(axis=0))
    return np.concatenate(totals), np.concatenate(empties)


VARIANTS = {"pywr": programmes}
