"""J2 in numba with a simpler sharing rule (j2_tables.py): loops over paths, minerals and lanes, compiled.

A mineral's months with nothing down, nothing banned and full reserves cannot change anything and are left out.
"""

import numpy as np
from numba import njit

from j2_tables import BAN_MONTHS, IN, OUT, OUTAGE_MONTHS, P_BAN, P_OUTAGE, RECOVERY, STEPS, tables

CAPACITY, SIZE, DEMAND, SHARE, BANS = tables()
FACILITIES = CAPACITY.reshape(2, 4, 12)
# Lanes of each stage and mineral: buyer, seller, share, and its place among the bans of that stage and mineral, or -1.
LANES = [[[(j, i) for j in range(12) for i in range(12) if SHARE[s, m, j, i] > 0] for m in range(4)] for s in range(2)]
MOST = max(len(lanes) for stage in LANES for lanes in stage)
COUNT = np.array([[len(lanes) for lanes in stage] for stage in LANES])
BUYER, SELLER = np.zeros((2, 4, MOST), dtype=np.int64), np.zeros((2, 4, MOST), dtype=np.int64)
PART, BANNABLE = np.zeros((2, 4, MOST)), np.zeros((2, 4, MOST), dtype=np.bool_)
for s in range(2):
    for m in range(4):
        for lane, (j, i) in enumerate(LANES[s][m]):
            BUYER[s, m, lane], SELLER[s, m, lane], PART[s, m, lane] = j, i, SHARE[s, m, j, i]
            BANNABLE[s, m, lane] = any((s, m, j, i) == tuple(ban) for ban in BANS)
HIT, LAST = 1.0 / np.log1p(-P_OUTAGE), 1.0 / np.log1p(-1.0 / OUTAGE_MONTHS)
BAN, BANNED = 1.0 / np.log1p(-P_BAN), 1.0 / np.log1p(-1.0 / BAN_MONTHS)


@njit(fastmath=True)
def spell(scale):
    """A geometric number of months, from 0 on."""
    return int(np.log(1.0 - np.random.random()) * scale)


@njit(fastmath=True)
def draw(m, standing, open_lanes, quiet):
    """Outages and bans of one mineral over all months, in place."""
    quiet[:] = True
    for s in range(2):
        for c in range(12):
            standing[:, s, c] = FACILITIES[s, m, c]
            t = spell(HIT)
            while t < STEPS:
                end, left = t + 1 + spell(LAST), FACILITIES[s, m, c] * (0.7 * np.random.random())
                for month in range(t, min(end, STEPS)):
                    standing[month, s, c] = left
                    quiet[month] = False
                t = end + spell(HIT)
        for lane in range(COUNT[s, m]):
            open_lanes[:, s, lane] = PART[s, m, lane]
            t = spell(BAN) if BANNABLE[s, m, lane] else STEPS
            while t < STEPS:
                end = t + 1 + spell(BANNED)
                for month in range(t, min(end, STEPS)):
                    open_lanes[month, s, lane] = 0.0
                    quiet[month] = False
                t = end + spell(BAN)


@njit(fastmath=True)
def asked(s, m, want, shares, ask):
    """What sellers are asked for."""
    ask[:] = 0.0
    for lane in range(COUNT[s, m]):
        ask[SELLER[s, m, lane]] += shares[lane] * want[BUYER[s, m, lane]]


@njit(fastmath=True)
def given(s, m, want, ask, supply, shares, got):
    """What buyers get, when each seller gives all the same part."""
    got[:] = 0.0
    for lane in range(COUNT[s, m]):
        j, i = BUYER[s, m, lane], SELLER[s, m, lane]
        part = min(1.0, supply[i] / ask[i]) if ask[i] > 0.0 else 0.0
        got[j] += shares[lane] * want[j] * part


@njit(fastmath=True)
def serve(s, m, c, need, got, level):
    """A reserve keeps what is over and gives what is missing; returns what is used."""
    used = min(got, need)
    level[s, c] += got - used
    release = min(min(need - used, level[s, c]), OUT * SIZE[s, m, c])
    level[s, c] -= release
    return used + release


@njit(fastmath=True)
def month_of(m, standing, shares, level, row):
    """One month of one mineral. Returns what consumers miss."""
    want, ask, feed, want_ore, ask_ore, ore, made, got = row
    for c in range(12):
        want[c] = DEMAND[m, c] + min(IN * SIZE[1, m, c], SIZE[1, m, c] - level[1, c])
    asked(1, m, want, shares[1], ask)
    for c in range(12):
        feed[c] = min(ask[c], standing[1, c]) / RECOVERY
        want_ore[c] = feed[c] + min(IN * SIZE[0, m, c], SIZE[0, m, c] - level[0, c])
    asked(0, m, want_ore, shares[0], ask_ore)
    given(0, m, want_ore, ask_ore, standing[0], shares[0], ore)
    for c in range(12):
        made[c] = RECOVERY * serve(0, m, c, feed[c], ore[c], level)
    given(1, m, want, ask, made, shares[1], got)
    missing = 0.0
    for c in range(12):
        missing += DEMAND[m, c] - serve(1, m, c, DEMAND[m, c], got[c], level)
    return missing


@njit(fastmath=True)
def loops(paths, seed):
    np.random.seed(seed)
    totals, empties = np.zeros(paths), np.zeros(paths, dtype=np.bool_)
    standing, shares = np.zeros((STEPS, 2, 12)), np.zeros((STEPS, 2, MOST))
    quiet, level, row = np.zeros(STEPS, dtype=np.bool_), np.zeros((2, 12)), np.zeros((8, 12))
    for path in range(paths):
        for m in range(4):
            draw(m, standing, shares, quiet)
            level[:] = SIZE[:, m]
            full = True
            for t in range(STEPS):
                if quiet[t] and full:
                    continue
                totals[path] += month_of(m, standing[t], shares[t], level, row)
                full = True
                for s in range(2):
                    for c in range(12):
                        full &= level[s, c] >= SIZE[s, m, c] * (1.0 - 1e-12)
                        empties[path] |= SIZE[s, m, c] > 0.0 and level[s, c] <= 1e-9 * SIZE[s, m, c]
    return totals, empties


def answers(paths, seed):
    totals, empties = loops(paths, seed)
    return {"shortfall, simpler rule": totals, "P(empty), simpler rule": empties}


VARIANTS = {"numba, simpler rule": answers}
