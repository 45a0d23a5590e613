"""What the paths carry from step to step, market by market, and what was drawn for them once."""

import numpy as np

from . import laws


class State:
    """One market on all paths: arrays [buyer, path], [buyer, exporter, path], [seller, path]."""

    def __init__(self, market, rng, count):
        self.market, self.count = market, count
        self.draw(market, rng, count)

        def paths(values):
            return np.repeat(np.asarray(values)[..., None], count, axis=-1)

        buyers = len(market.buyers)
        self.calm_flow, self.calm_need = market.flow[..., None], market.need[:, None]
        self.established, self.flow = paths(market.flow), paths(market.flow)
        self.stock, self.transit = paths(market.cover * market.need), paths((market.flow * market.lead).sum(axis=1))
        self.arrivals = np.zeros((int(market.lead.max()) + 1, buyers, count))
        for ahead in range(len(self.arrivals) - 1):  # pipelines are full
            self.arrivals[ahead] = paths((market.flow * (market.lead > ahead)).sum(axis=1))
        self.price, self.memory = np.ones((buyers, count)), np.ones((buyers, count))
        self.switched = np.zeros((len(market.users), count))
        self.full = paths(np.concatenate([np.zeros(len(market.users)), market.feed]))
        self.served = self.full.copy()
        self.reserves = [Held(r, count) for r in market.reserves]

    def draw(self, market, rng, count):
        """Uncertain numbers, once a path."""

        def value(amount):
            return np.broadcast_to(laws.draw(amount, rng, count), count)

        year = market.clock.year
        own = value(market.elasticity)
        self.reroute = value(market.reroute) * 12 / year
        self.least_cap = np.minimum(self.reroute, 0.6 / year) * market.need[:, None]
        self.inverse_elasticity = 1 / np.maximum(np.abs(own), 0.02)
        users = [c for _, c in market.users]
        self.elasticity = np.array(
            [np.abs(value(c["demand_elasticity"])) if "demand_elasticity" in c else np.abs(own) for c in users]
        ).reshape(-1, count)
        self.supply_elasticity = [value(x.elasticity) if x.elasticity else None for x in market.sellers]
        self.stretch = [value(x.stretch) for x in market.sellers]
        self.demand = np.empty((market.clock.steps, len(users), count))
        years = np.arange(market.clock.steps)[:, None] / year
        for row, c in enumerate(users):
            self.demand[:, row] = c["demand"] / year * (1 + value(c.get("growth", 0.0))) ** years
        # Calm demand of each buyer, to look ahead in; 1 where it never changes.
        self.outlook = market.of_buyer[:, : len(users)] @ self.demand
        self.outlook[:, ~market.of_buyer[:, : len(users)].any(axis=1)] = 1.0
        self.changes = bool(users) and any(c.get("growth", 0.0) != 0.0 for c in users)
        self.capacity = [self.capacities(x, rng, count) for x in market.sellers]

    def capacities(self, seller, rng, count):
        """Capacity of a seller by step and path, or by step alone where it has no project."""
        total, clock = seller.capacity[:, None], self.market.clock
        for project in seller.projects:
            on_time = rng is None and isinstance(project.delay, dict)  # a dated run knows no delays but fixed ones
            delay = 0.0 if on_time else laws.steps(project.delay, rng, count, clock)
            start = project.start + delay + np.zeros(count)
            if rng is not None:
                start[rng.random(count) >= project.probability] = np.inf
            total = total + project.capacity * project.share(np.arange(clock.steps)[:, None], start)
        return total

    def asked(self):
        """Demand of each buyer's consumers in this step."""
        users = len(self.market.users)
        return self.market.of_buyer[:, :users] @ self.full[:users]

    def missing(self):
        """The shortfall of each buyer's consumers in this step."""
        users = len(self.market.users)
        return self.market.of_buyer[:, :users] @ (self.full - self.served)[:users]


class Held:
    """A reserve on all paths."""

    def __init__(self, reserve, count):
        self.reserve = reserve
        self.level = np.full(count, reserve.initial)
        self.below = np.zeros((len(reserve.serves), count))  # steps in a row below the trigger
        self.buying = self.bought = np.zeros(count)
        self.emptied = np.zeros(count, dtype=bool)
