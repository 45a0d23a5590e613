"""What disruptions do in each step: events spread over a table [step, path] for each thing they hit (§4 A)."""

from dataclasses import dataclass

import numpy as np

LEVELS = ("cap", "quota", "hoard")  # the strongest counts; of the others the product


@dataclass
class Effect:
    """How strongly something is hit in each step on each path.

    `output`, `demand`, `tariff`: a factor. `cap`: the share that is cut. `quota`: likewise, or with a limit 1 where it
    holds. `hoard`: 1 where buyers hoard.
    """

    rows: object
    table: np.ndarray
    limit: float | None
    hoard: float
    calm: float  # what the table holds where nothing happens

    def __post_init__(self):
        self.active = (self.table != self.calm).any(axis=1)


class Effects:
    """Every effect of the events of a batch, by kind and market."""

    def __init__(self, world, events, count):
        self.clock, self.count, self.found = world.clock, count, {}
        for name, d in world.disruptions.items():
            for row, item in enumerate(d.items):
                happens = events[name].rows(~np.isnan(events[name].severity[row]))
                if happens.path.size:
                    self.add(world, d.table, item, happens, happens.severity[row])

    def at(self, kind, market, step):
        """Effects of a kind that act on a market in a step: the effect and its row of paths."""
        return [(e, e.table[step]) for e in self.found.get((kind, market.name), ()) if e.active[step]]

    def add(self, world, table, item, events, severity):
        intensity = self.intensity(table, events, severity)
        limit = table["limit"] / self.clock.year if "limit" in table else None
        hoard = self.clock.span(table.get("hoard", "0 years"))
        for target in item.targets:
            if target.kind == "hoard":
                tables = self.hoarding(table, events)
            else:
                tables = self.combine(target.kind, world.markets[target.market], limit, *intensity)
            calm = 0.0 if target.kind in LEVELS else 1.0
            effect = Effect(target.rows, tables, limit, hoard, calm)
            self.found.setdefault((target.kind, target.market), []).append(effect)

    def spread(self, first, last):
        """Steps from `first` on and before `last` of each event: the event and the step, one row for each."""
        first = np.maximum(np.ceil(first), 0).astype(int)
        last = np.ceil(np.minimum(last, self.clock.steps)).astype(int)
        count = np.maximum(last - first, 0)
        event = np.repeat(np.arange(count.size), count)
        return event, first[event] + np.arange(event.size) - np.repeat(np.cumsum(count) - count, count)

    def intensity(self, table, events, severity):
        """Place in a table of steps by paths, and the intensity there: cut, recovery, after-phase, leakage."""
        recovered = events.cut_end + events.recovery
        stays = events.start + events.after_duration
        end = np.minimum(np.maximum(recovered, stays), events.superseded)
        settled = np.where(stays > recovered, events.after_severity, 0.0)
        e, step = self.spread(events.start, end)
        since, recovery = step - events.cut_end[e], events.recovery[e]
        part = np.divide(since, recovery, out=np.ones_like(since), where=recovery > 0).clip(0.0, 1.0)
        s = np.where(since < 0, severity[e], severity[e] + (settled - severity)[e] * part)
        if "leak" in table:
            delay, run = self.clock.span(table["leak"].get("delay", "0 years")), step - events.start[e]
            s = s * (1 - table["leak"]["share"] * (np.clip(run / delay, 0, 1) if delay > 0 else 1.0))
        return step * self.count + events.path[e], s

    def combine(self, kind, market, limit, place, s):
        """Intensities that meet, by the rule of what they hit."""
        shape = self.clock.steps, self.count
        if kind in LEVELS:
            out = np.zeros(shape)
            np.maximum.at(out.reshape(-1), place, np.where(s > 0, 1.0, 0.0) if limit is not None else s)
        else:
            factor = {"output": 1 - s, "demand": 1 + s, "tariff": (1 + s) ** -market.trade_elasticity}[kind]
            out = np.ones(shape)
            np.multiply.at(out.reshape(-1), place, factor)
        return out

    def hoarding(self, table, events):
        e, step = self.spread(events.start - self.clock.span(table.get("notice", "0 years")), events.cut_end)
        out = np.zeros((self.clock.steps, self.count))
        out[step, events.path[e]] = 1.0
        return out
