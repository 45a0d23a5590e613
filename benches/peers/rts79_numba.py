"""RTS-79 in numba: one year at a time, from one change of a unit's state to the next.

What a reliability engineer writes who has outgrown NumPy: `plain` looks at every unit in every hour, `skipping`
lays changes on the hours of a year and looks at hours only.
"""

import numpy as np
from numba import njit

from job import RTS79, load, units

LOAD = np.array(load())
MW, UP, DOWN = (np.ascontiguousarray(column) for column in np.array(units()).T)
HOURS = RTS79["steps"]
TOTAL = MW.sum()


@njit(fastmath=True)
def clocks(paths, seed):
    np.random.seed(seed)
    hours, energy = np.zeros(paths), np.zeros(paths)
    up, change = np.zeros(MW.size, dtype=np.bool_), np.zeros(MW.size)
    for path in range(paths):
        for k in range(MW.size):
            up[k] = np.random.random() * (UP[k] + DOWN[k]) < UP[k]
            change[k] = np.random.exponential(UP[k] if up[k] else DOWN[k])
        for t in range(HOURS):
            available = 0.0
            for k in range(MW.size):
                while change[k] <= t:
                    up[k] = not up[k]
                    change[k] += np.random.exponential(UP[k] if up[k] else DOWN[k])
                if up[k]:
                    available += MW[k]
            if available < LOAD[t] * (1.0 - 1e-6):
                hours[path] += 1.0
                energy[path] += LOAD[t] - available
    return hours, energy


@njit(fastmath=True)
def events(paths, seed):
    np.random.seed(seed)
    hours, energy = np.zeros(paths), np.zeros(paths)
    change = np.zeros(HOURS + 1)
    for path in range(paths):
        change[:] = 0.0
        for k in range(MW.size):
            t = 0.0
            if np.random.random() * (UP[k] + DOWN[k]) < UP[k]:
                t = np.random.exponential(UP[k])
            while t < HOURS:
                change[int(np.ceil(t))] += MW[k]
                t += np.random.exponential(DOWN[k])
                change[int(np.ceil(min(t, HOURS)))] -= MW[k]
                t += np.random.exponential(UP[k])
        available = TOTAL
        for t in range(HOURS):
            available -= change[t]
            if available < LOAD[t] * (1.0 - 1e-6):
                hours[path] += 1.0
                energy[path] += LOAD[t] - available
    return hours, energy


VARIANTS = {"numba": clocks, "numba, event skipping": events}
