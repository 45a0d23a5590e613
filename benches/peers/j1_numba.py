"""J1 in numba: loops over paths, compiled.

What an analyst writes who has outgrown NumPy: one path at a time in plain loops (`plain`: a coin for each
supplier and month), or from one outage to the next (`skipping`: months that cannot change anything are left out).
"""

import numpy as np
from numba import njit

from job import J1

CAPACITY = np.array(J1["capacity"])
FULL = CAPACITY.sum()
STEPS, DEMAND = J1["steps"], J1["demand"]
LEVEL, RELEASE, REFILL = J1["reserve"], J1["max_release"], J1["refill"]
HIT = J1["p_hit"]
WAIT, LAST = 1.0 / np.log1p(-HIT), 1.0 / np.log1p(-1.0 / J1["mean_months"])


@njit(fastmath=True)
def reserve(supply, level):
    """The level after a month, and what is still missing."""
    surplus = supply - DEMAND
    move = min(max(surplus, -RELEASE), REFILL)
    move = min(max(move, -level), LEVEL - level)
    return level + move, max(move - surplus, 0.0)


@njit(fastmath=True)
def coins(paths, seed):
    np.random.seed(seed)
    totals, empties = np.zeros(paths), np.zeros(paths, dtype=np.bool_)
    left, loss = np.zeros(CAPACITY.size, dtype=np.int64), np.zeros(CAPACITY.size)
    for path in range(paths):
        left[:] = 0
        level = LEVEL
        for _ in range(STEPS):
            supply = FULL
            for k in range(CAPACITY.size):
                if left[k] > 0:
                    left[k] -= 1
                if left[k] == 0 and np.random.random() < HIT:
                    left[k] = 1 + int(np.log(1.0 - np.random.random()) * LAST)
                    loss[k] = CAPACITY[k] * (0.3 + 0.7 * np.random.random())
                if left[k] > 0:
                    supply -= loss[k]
            level, missing = reserve(supply, level)
            totals[path] += missing
            empties[path] |= level <= 1e-9 * LEVEL
    return totals, empties


@njit(fastmath=True)
def events(paths, seed):
    np.random.seed(seed)
    totals, empties = np.zeros(paths), np.zeros(paths, dtype=np.bool_)
    change = np.zeros(STEPS + 1)
    touched = np.zeros(STEPS + 1, dtype=np.bool_)
    for path in range(paths):
        change[:] = 0.0
        touched[:] = False
        first = STEPS
        for k in range(CAPACITY.size):
            t = int(np.log(1.0 - np.random.random()) * WAIT)
            while t < STEPS:
                first = min(first, t)
                end = min(STEPS, t + 1 + int(np.log(1.0 - np.random.random()) * LAST))
                loss = CAPACITY[k] * (0.3 + 0.7 * np.random.random())
                change[t] += loss
                change[end] -= loss
                touched[t] = touched[end] = True
                t = end + int(np.log(1.0 - np.random.random()) * WAIT)
        level, t, lost = LEVEL, first, 0.0
        while t < STEPS:
            lost += change[t]
            end = t + 1
            while end < STEPS and not touched[end]:
                end += 1
            # Nothing happens between t and end: step until the reserve no longer moves.
            while t < end:
                if FULL - lost >= DEMAND and level >= LEVEL:
                    break
                level, missing = reserve(FULL - lost, level)
                totals[path] += missing
                empties[path] |= level <= 1e-9 * LEVEL
                t += 1
            t = end
    return totals, empties


VARIANTS = {"numba": coins, "numba, event skipping": events}
