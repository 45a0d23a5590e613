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


def skipping(paths, seed, batch=16):
    """Every unit's outages at once, a table of events by years; then one sum along the hours."""
    rng = np.random.default_rng(seed)
    hours, energy = [], []
    for first in range(0, paths, batch):
        n = min(batch, paths - first)
        lost = np.zeros(n * (HOURS + 1), dtype=np.float32)
        for mw, up, down in zip(MW, UP, DOWN):
            alive = np.arange(n)
            begin = np.where(rng.random(n) < down / (up + down), 0.0, rng.exponential(up, n))
            while True:
                keep = begin < HOURS
                alive, begin = alive[keep], begin[keep]
                if not alive.size:
                    break
                # Cycles in one go: as many as a year may hold, the rest in another round.
                cycles = int(1.3 * HOURS / (up + down)) + 4
                wait = rng.exponential(up, (alive.size, cycles))
                last = rng.exponential(down, (alive.size, cycles))
                ends = np.cumsum(last + wait, axis=1)
                start = begin[:, None] + ends - last - wait
                stop = start + last
                row = np.broadcast_to(alive[:, None] * (HOURS + 1), start.shape)
                # Active in hour t if start <= t < stop.
                a = np.minimum(np.ceil(start), HOURS).astype(np.int64) + row
                b = np.minimum(np.ceil(stop), HOURS).astype(np.int64) + row
                size = lost.size
                lost += mw * np.bincount(a.ravel(), minlength=size)
                lost -= mw * np.bincount(b.ravel(), minlength=size)
                begin = begin + ends[:, -1]
        missing = np.cumsum(lost.reshape(n, -1), axis=1)[:, :HOURS]
        missing -= (TOTAL - LOAD).astype(np.float32)
        hours.append((missing > 1e-3).sum(axis=1))
        energy.append(np.maximum(missing, 0.0).sum(axis=1, dtype=np.float64))
    return np.concatenate(hours), np.concatenate(energy)


VARIANTS = {"NumPy": plain, "NumPy, event skipping": skipping}
