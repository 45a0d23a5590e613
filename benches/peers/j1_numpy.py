"""J1 in NumPy: all paths side by side, one array operation for all of them.

What an analyst who knows NumPy writes first (`plain`: a coin for each supplier and month), and what they
write when that is too slow (`skipping`: outages drawn one by one, months with full supply left out). Batches
of paths fit the cache.
"""

import numpy as np

from job import J1

CAPACITY = np.array(J1["capacity"])
STEPS, DEMAND = J1["steps"], J1["demand"]
LEVEL, RELEASE, REFILL = J1["reserve"], J1["max_release"], J1["refill"]
HIT, MEAN = J1["p_hit"], J1["mean_months"]


def step(supply, level, total, empty):
    """One month of one reserve, in place: releases what is missing, refills from surplus, adds up the rest."""
    surplus = supply - DEMAND
    move = np.clip(surplus, -RELEASE, REFILL)
    np.clip(move, -level, LEVEL - level, out=move)
    level += move
    total += np.maximum(move - surplus, 0.0)
    empty |= level <= 1e-9 * LEVEL


def plain(paths, seed, batch=8_192):
    """A coin for each supplier and month."""
    rng = np.random.default_rng(seed)
    totals, empties = [], []
    for first in range(0, paths, batch):
        n = min(batch, paths - first)
        left = np.zeros((n, CAPACITY.size), dtype=np.int16)  # months of outage still to come
        loss = np.zeros((n, CAPACITY.size))
        level, total, empty = np.full(n, LEVEL), np.zeros(n), np.zeros(n, dtype=bool)
        for _ in range(STEPS):
            np.maximum(left - 1, 0, out=left)
            row, supplier = np.nonzero((left == 0) & (rng.random(left.shape, dtype=np.float32) < HIT))
            left[row, supplier] = rng.geometric(1.0 / MEAN, row.size)
            loss[row, supplier] = rng.uniform(0.3, 1.0, row.size)
            supply = CAPACITY.sum() - (loss * (left > 0)) @ CAPACITY
            step(supply, level, total, empty)
        totals.append(total)
        empties.append(empty)
    return np.concatenate(totals), np.concatenate(empties)


def supplies(n, rng):
    """Supply lost, paths by months: outages drawn event by event, each added at its start, taken off at its end."""
    change = np.zeros(n * (STEPS + 1))
    for capacity in CAPACITY:
        alive, clock = np.arange(n), np.zeros(n, dtype=np.int64)
        while alive.size:
            # Months until the hit: geometric from 0 on, by inversion.
            wait = np.log(rng.random(alive.size)) * (1.0 / np.log1p(-HIT))
            clock += wait.astype(np.int64)
            keep = clock < STEPS
            alive, clock = alive[keep], clock[keep]
            last = 1 + (np.log(rng.random(alive.size)) * (1.0 / np.log1p(-1.0 / MEAN))).astype(np.int64)
            loss = capacity * rng.uniform(0.3, 1.0, alive.size)
            end = np.minimum(clock + last, STEPS)
            change[alive * (STEPS + 1) + clock] += loss
            change[alive * (STEPS + 1) + end] -= loss
            clock = end
    return change.reshape(n, STEPS + 1)


def skipping(paths, seed, batch=4_096):
    """Outages event by event; then only the paths that are not quiet in a month take part in it."""
    rng = np.random.default_rng(seed)
    totals, empties = [], []
    for first in range(0, paths, batch):
        n = min(batch, paths - first)
        lost = np.cumsum(supplies(n, rng), axis=1)[:, :STEPS]
        level, total, empty = np.full(n, LEVEL), np.zeros(n), np.zeros(n, dtype=bool)
        # A path with supply above demand in every month never touches its reserve: it is done.
        some = np.nonzero(lost.max(axis=1) > CAPACITY.sum() - DEMAND)[0]
        lost = np.ascontiguousarray(lost[some].T)
        l, t, e = level[some], total[some], empty[some]
        for month in lost:
            step(CAPACITY.sum() - month, l, t, e)
        total[some], empty[some] = t, e
        totals.append(total)
        empties.append(empty)
    return np.concatenate(totals), np.concatenate(empties)


VARIANTS = {"NumPy": plain, "NumPy, event skipping": skipping}
