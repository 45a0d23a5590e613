"""J2 in NumPy with a simpler sharing rule (j2_tables.py): all paths side by side, spells drawn event by event.

Capacities change only where an outage begins or ends; banned lanes are taken out of products with the shares,
path by path where there are any.
"""

import numpy as np

from j2_tables import BAN_MONTHS, IN, OUT, OUTAGE_MONTHS, P_BAN, P_OUTAGE, RECOVERY, STEPS, tables

CAPACITY, SIZE, DEMAND, SHARE, BANS = tables()


def spells(rows, paths, p_hit, mean_months, rng):
    """Row, path, first month and month after the last of every spell: geometric waits and lengths, by inversion."""
    found = []
    for row in range(rows):
        alive, clock = np.arange(paths), np.zeros(paths, dtype=np.int64)
        while alive.size:
            clock = clock + (np.log(rng.random(alive.size)) / np.log1p(-p_hit)).astype(np.int64)
            keep = clock < STEPS
            alive, clock = alive[keep], clock[keep]
            last = 1 + (np.log(rng.random(alive.size)) / np.log1p(-1.0 / mean_months)).astype(np.int64)
            found.append((np.full(alive.size, row), alive, clock, clock + last))
            clock = clock + last
    return (np.concatenate(parts) for parts in zip(*found))


def by_month(month):
    """The order of months, and where each month begins in it."""
    order = np.argsort(month, kind="stable")
    return order, np.searchsorted(month[order], np.arange(STEPS + 1))


class Outages:
    """Capacity that stands, [facility, path]."""

    def __init__(self, paths, rng):
        row, path, start, end = spells(CAPACITY.size, paths, P_OUTAGE, OUTAGE_MONTHS, rng)
        self.place, self.left = row * paths + path, CAPACITY.reshape(-1)[row] * (1.0 - rng.uniform(0.3, 1.0, row.size))
        self.full = CAPACITY.reshape(-1)[row]
        self.starts, self.ends = by_month(start), by_month(end)
        self.standing = np.repeat(CAPACITY.reshape(-1), paths)

    def advance(self, month):
        """What ends comes back, then what begins goes."""
        for (order, begin), value in ((self.ends, self.full), (self.starts, self.left)):
            now = order[begin[month] : begin[month + 1]]
            self.standing[self.place[now]] = value[now]


class Bans:
    """Banned lanes, month by month: places of buyer and seller in [mineral, country, path], and the lane's share."""

    def __init__(self, paths, rng):
        lane, path, start, end = spells(len(BANS), paths, P_BAN, BAN_MONTHS, rng)
        length = np.minimum(end, STEPS) - start
        spell = np.repeat(np.arange(length.size), length)
        month = start[spell] + np.arange(spell.size) - np.repeat(np.cumsum(length) - length, length)
        self.stages = []
        for stage in range(2):
            here = BANS[lane[spell], 0] == stage
            hit, when = spell[here], month[here]
            order, begin = by_month(when)
            _, mineral, buyer, seller = BANS[lane[hit[order]]].T
            at = path[hit[order]]
            places = (mineral * 12 + buyer) * paths + at, (mineral * 12 + seller) * paths + at
            self.stages.append((*places, SHARE[stage, mineral, buyer, seller], begin))

    def at(self, stage, month):
        buyer, seller, share, begin = self.stages[stage]
        now = slice(begin[month], begin[month + 1])
        return buyer[now], seller[now], share[now]


def asked(stage, want, bans):
    """What sellers are asked for: wants by share, less banned lanes."""
    out = SHARE[stage].transpose(0, 2, 1) @ want
    buyer, seller, share = bans
    np.subtract.at(out.reshape(-1), seller, share * want.reshape(-1)[buyer])
    return np.maximum(out, 0.0, out=out)


def given(stage, want, ask, supply, bans):
    """What buyers get, when each seller gives all the same part."""
    part = np.minimum(supply, ask)
    part /= np.maximum(ask, 1e-300)
    parts = SHARE[stage] @ part
    buyer, seller, share = bans
    np.subtract.at(parts.reshape(-1), buyer, share * part.reshape(-1)[seller])
    parts *= want
    return np.maximum(parts, 0.0, out=parts)


def serve(stage, need, got, level):
    """A reserve keeps what is over and gives what is missing, in place; returns what is used."""
    size = SIZE[stage][..., None]
    used = np.minimum(got, need)
    level += got - used
    release = np.minimum(np.minimum(need - used, level), OUT * size)
    level -= release
    used += release
    return used


def month_of(standing, level, bans):
    """One month. Returns what consumers miss."""
    room = [np.minimum(IN * SIZE[s][..., None], SIZE[s][..., None] - level[s]) for s in range(2)]
    need = np.broadcast_to(DEMAND[..., None], room[1].shape)
    want = need + room[1]
    ask = asked(1, want, bans[1])
    feed = np.minimum(ask, standing[1]) / RECOVERY
    wanted_ore = feed + room[0]
    ore = given(0, wanted_ore, asked(0, wanted_ore, bans[0]), standing[0], bans[0])
    made = RECOVERY * serve(0, feed, ore, level[0])
    return need - serve(1, need, given(1, want, ask, made, bans[1]), level[1])


def side_by_side(paths, seed, batch=1_024):
    rng = np.random.default_rng(seed)
    totals, empties = [], []
    held = SIZE > 0
    for first in range(0, paths, batch):
        n = min(batch, paths - first)
        outages, bans = Outages(n, rng), Bans(n, rng)
        level = np.repeat(SIZE[..., None], n, axis=-1)
        total, empty = np.zeros(n), np.zeros(n, dtype=bool)
        for month in range(STEPS):
            outages.advance(month)
            standing = outages.standing.reshape(2, 4, 12, n)
            total += month_of(standing, level, [bans.at(stage, month) for stage in range(2)]).sum(axis=(0, 1))
            empty |= (level[held] <= 1e-9 * SIZE[held][:, None]).any(axis=0)
        totals.append(total)
        empties.append(empty)
    return {"shortfall, simpler rule": np.concatenate(totals), "P(empty), simpler rule": np.concatenate(empties)}


VARIANTS = {"NumPy, simpler rule": side_by_side}
