"""J1 in SimPy: a process for each supplier, one for the market.

What someone writes who simulates supply chains as discrete events: suppliers sleep until they are hit and
until they recover, the market wakes once a month.
"""

import random

import numpy as np
import simpy

from job import J1


def supplier(env, lost, k, rng):
    """Up, then down, in whole months, for ever."""
    while True:
        # Geometric by rounding an exponential up or down.
        yield env.timeout(int(rng.expovariate(1.0) * WAIT))
        lost[k] = J1["capacity"][k] * rng.uniform(0.3, 1.0)
        yield env.timeout(1 + int(rng.expovariate(1.0) * LAST))
        lost[k] = 0.0


def market(env, lost, result):
    """Once a month, just after the suppliers' changes."""
    level, full = J1["reserve"], sum(J1["capacity"])
    yield env.timeout(0.5)
    while True:
        surplus = full - sum(lost) - J1["demand"]
        move = min(max(surplus, -J1["max_release"]), J1["refill"])
        move = min(max(move, -level), J1["reserve"] - level)
        level += move
        result[0] += max(move - surplus, 0.0)
        result[1] |= level <= 1e-9 * J1["reserve"]
        yield env.timeout(1)


WAIT, LAST = -1.0 / np.log1p(-J1["p_hit"]), -1.0 / np.log1p(-1.0 / J1["mean_months"])


def processes(paths, seed):
    rng = random.Random(seed)
    totals, empties = np.zeros(paths), np.zeros(paths, dtype=bool)
    for path in range(paths):
        env, lost, result = simpy.Environment(), [0.0] * len(J1["capacity"]), [0.0, False]
        for k in range(len(lost)):
            env.process(supplier(env, lost, k, rng))
        env.process(market(env, lost, result))
        env.run(until=J1["steps"])
        totals[path], empties[path] = result
    return totals, empties


VARIANTS = {"SimPy": processes}
