"""RTS-79 in NumPy: years side by side, outages of units drawn event by event.

What a reliability engineer writes: `plain` moves every unit of every year hour by hour with coins drawn at
the right rate, `skipping` lays outages on a difference array, sums it along the year and compares with the load.
"""

import numpy as np

from job import RTS79, load, units

LOAD = np.array(load())
MW, UP, DOWN = np.array(units()).T
HOURS = RTS79["steps"]
TOTAL = MW.sum()


def plain(paths, seed, batch=512):
    """A clock for each unit: hours until it changes state; every hour looks at all of them."""
    rng = np.random.default_rng(seed)
    hours, energy = [], []
    for first in range(0, paths, batch):
        n = min(batch, paths - first)
        up = rng.random((n, MW.size)) < UP / (UP + DOWN)
        change = rng.exponential(np.where(up, UP, DOWN))
        lole, eens = np.zeros(n), np.zeros(n)
        available = up @ MW
        for t in range(HOURS):
            row, unit = np.nonzero(change <= t)
            while row.size:  # an outage may fit between two hours
                up[row, unit] ^= True
                change[row, unit] += rng.exponential(np.where(up[row, unit], UP[unit], DOWN[unit]))
                late = change[row, unit] <= t
                available[row] = up[row] @ MW
                row, unit = row[late], unit[late]
            missing = LOAD[t] - available
            lole += missing > 1e-6 * LOAD[t]
            eens += np.maximum(missing, 0.0)
        hours.append(lole)
        energy.append(eens)
    return np.concatenate(hours), np.concatenate(energy)


def skipping(paths, seed, batch=32):
    """Every unit's outages at once, as changes of capacity at hours; then one sum along the hours."""
    rng = np.random.default_rng(seed)
    hours, energy = [], []
    for first in range(0, paths, batch):
        n = min(batch, paths - first)
        row = np.arange(n)[:, None] * (HOURS + 1)
        where, change = [], []
        for mw, up, down in zip(MW, UP, DOWN):
            # Whole cycles, six standard deviations more than a year should hold; checked below.
            mean = HOURS / (up + down)
            cycles = int(mean + 6 * np.sqrt(mean)) + 8
            times = rng.standard_exponential((n, 2 * cycles))
            times[:, 0::2] *= up
            times[:, 1::2] *= down
            # The long-run state is down: the first time up is over at once, the time down has no memory.
            times[rng.random(n) < down / (up + down), 0] = 0.0
            np.cumsum(times, axis=1, out=times)
            assert times[:, -1].min() >= HOURS
            hour = np.ceil(np.minimum(times, HOURS)).astype(np.int64)
            hour += row
            where.append(hour.ravel())
            change.append(np.tile([mw, -mw], n * cycles))
        lost = np.bincount(np.concatenate(where), np.concatenate(change), minlength=n * (HOURS + 1))
        missing = np.cumsum(lost.reshape(n, -1), axis=1)[:, :HOURS]
        missing -= TOTAL - LOAD
        np.maximum(missing, 0.0, out=missing)
        hours.append(np.count_nonzero(missing > 1e-3, axis=1))
        energy.append(missing.sum(axis=1))
    return np.concatenate(hours), np.concatenate(energy)


VARIANTS = {"NumPy": plain, "NumPy, event skipping": skipping}
