"""What happens when, on every path: the events of each disruption, drawn with NumPy's generator (§5)."""

from dataclasses import dataclass

import numpy as np

from . import laws


@dataclass
class Events:
    """Events of one disruption on all paths, one row an event; times in steps."""

    path: np.ndarray
    start: np.ndarray
    duration: np.ndarray
    recovery: np.ndarray
    after_severity: np.ndarray
    after_duration: np.ndarray
    severity: np.ndarray  # [item, event]; NaN where the event spares the item
    superseded: np.ndarray

    @classmethod
    def join(cls, parts):
        """One table of several."""
        return cls(*(np.concatenate([getattr(p, f) for p in parts], axis=-1) for f in cls.__dataclass_fields__))

    def rows(self, keep):
        """Some of the events."""
        return Events(*(getattr(self, f)[..., keep] for f in self.__dataclass_fields__))

    @property
    def cut_end(self):
        return self.start + self.duration


class Regime:
    """The state of the world on each path: a Markov chain in continuous time."""

    def __init__(self, table, rng, count, clock):
        self.states = table["states"]
        rates = (
            np.array([[table["switch"].get(a, {}).get(b, 0.0) for b in self.states] for a in self.states]) / clock.year
        )
        state, time = np.full(count, self.states.index(table["start"])), np.zeros(count)
        self.visited, self.since = [state], [time]
        while time.min() < clock.steps:
            leaving = rates[state].sum(axis=1)
            stay = rng.exponential(size=count)
            time = time + np.divide(stay, leaving, out=np.full(count, np.inf), where=leaving > 0)
            chances = np.cumsum(rates[state], axis=1)
            state = np.minimum((chances <= rng.random(count)[:, None] * chances[:, -1:]).sum(axis=1), len(rates) - 1)
            self.visited.append(state)
            self.since.append(time)
        self.visited, self.since = np.array(self.visited), np.array(self.since)

    def factor(self, factors, path, time):
        """Factor on a rate, by path and time."""
        visit = (self.since[:, path] <= time).sum(axis=0) - 1
        return np.array([factors.get(s, 1.0) for s in self.states])[self.visited[visit, path]]


class Histories:
    """Draws the events of every disruption, followers after those that they follow.

    Without a generator only dated disruptions happen, at their medians.
    """

    def __init__(self, world, rng, count):
        self.clock, self.rng, self.count = world.clock, rng, count
        table = world.scenario["regime"]
        self.regime = Regime(table, rng, count, self.clock) if table and rng else None
        self.events = {}
        left = {name: d for name, d in world.disruptions.items()}
        while left:
            ready = [n for n, d in left.items() if d.follows is None or d.follows in self.events]
            for name in ready:
                self.events[name] = self.draw(left.pop(name))

    def draw(self, d):
        """All events of one disruption."""
        ((how, terms),) = d.table["arrival"].items()
        everyone, rng = np.arange(self.count), self.rng
        if rng is None and how != "date":
            return self.happen(d, everyone[:0], np.zeros(0))
        if how == "poisson":
            rate = laws.draw(terms["per_year"], rng, self.count) / self.clock.year
            return self.poisson(d, np.broadcast_to(rate, self.count), terms.get("regime"))
        if how == "mean_up":
            return self.poisson(d, np.full(self.count, 1 / self.clock.span(terms)), None)
        if how == "date":
            return self.happen(d, everyone, np.full(self.count, self.clock.date(terms)))
        if how == "within_horizon":
            hit = everyone[rng.random(self.count) < terms]
            return self.happen(d, hit, self.clock.steps * rng.random(hit.size))
        first = self.events[d.follows]
        first = first.rows(rng.random(first.path.size) < terms.get("probability", 1.0))
        start = first.start + laws.steps(terms.get("delay", "0 years"), rng, first.path.size, self.clock)
        keep = start < self.clock.steps
        return self.happen(d, first.path[keep], start[keep])

    def poisson(self, d, rate, factors):
        """A clock that pauses while a cut lasts; a new event ends what is left of the one before it."""
        most = max([1.0, *factors.values()]) if factors else 1.0
        alive, time, parts = np.arange(self.count), np.zeros(self.count), []
        while True:
            time = time + self.rng.exponential(size=alive.size) / (rate[alive] * most)
            keep = time < self.clock.steps
            alive, time = alive[keep], time[keep]
            if not alive.size:
                break
            hits = np.ones(alive.size, dtype=bool)
            if factors:  # candidates come at the highest rate; some are none
                hits = self.rng.random(alive.size) * most < self.regime.factor(factors, alive, time)
            events = self.happen(d, alive[hits], time[hits])
            parts.append(events)
            until = np.zeros(self.count)
            until[events.path] = events.cut_end
            time = np.maximum(time, until[alive])
        return supersede(Events.join(parts)) if parts else self.happen(d, alive, time)

    def happen(self, d, path, start):
        """Draws what an event is; one that spares every item is none."""
        n, rng, t = path.size, self.rng, d.table

        def span(amount):
            return np.broadcast_to(laws.steps(amount, rng, n, self.clock), n)

        def plain(amount):
            return np.broadcast_to(laws.draw(amount, rng, n), n)

        after = t.get("after", {"severity": 0.0, "duration": "0 years"})
        severity = np.array([plain(t.get("severity", 1.0)) for _ in d.items])
        included = np.array(
            [np.full(n, True) if i.chance >= 1 or rng is None else rng.random(n) < i.chance for i in d.items]
        )
        events = Events(
            path,
            start,
            span(t["duration"]),
            span(t.get("recovery", "0 years")),
            plain(after["severity"]),
            span(after["duration"]),
            np.where(included, severity, np.nan),
            np.full(n, np.inf),
        )
        hit = included.any(axis=0)
        return events if hit.all() else events.rows(hit)


def supersede(events):
    """Sets the time at which the next event on the same path ends what is left of each."""
    events = events.rows(np.lexsort((events.start, events.path)))
    same = events.path[1:] == events.path[:-1]
    events.superseded[:-1][same] = events.start[1:][same]
    return events
