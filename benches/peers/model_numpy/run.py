"""Runs batches of paths, keeps a few numbers of each, or every step of a dated one."""

from dataclasses import dataclass

import numpy as np

from .effects import Effects
from .histories import Histories
from .state import State
from .steps import step

SHORT = 1e-6  # of demand


@dataclass
class Row:
    """What one country and commodity, or one reserve, leaves: an array of paths each."""

    shortfall: dict  # (commodity, country) → units in all
    steps_short: dict  # (commodity, country) → steps
    emptied: dict  # reserve → whether it ever was empty


class Batch:
    """Some paths of a world, ready to be stepped."""

    def __init__(self, world, rng, count):
        self.world, self.count = world, count
        self.states = {name: State(market, rng, count) for name, market in world.markets.items()}
        self.purses = {name: np.full(count, float(budget)) for name, budget in world.funds.items()}
        self.effects = Effects(world, Histories(world, rng, count).events, count)

    def steps(self):
        """Steps through the horizon, and stops after each."""
        for now in range(self.world.clock.steps):
            step(self.world, self.states, self.effects, self.purses, now)
            yield now

    def run(self):
        """What the paths leave."""
        totals = {name: np.zeros_like(s.asked()) for name, s in self.states.items()}
        short = {name: np.zeros_like(total) for name, total in totals.items()}
        for _ in self.steps():
            for name, state in self.states.items():
                missing, asked = state.missing(), state.asked()
                totals[name] += missing
                short[name] += missing > SHORT * asked
        buyers = [(name, b, country) for name, s in self.states.items() for b, country in enumerate(s.market.buyers)]
        return Row(
            {(name, country): totals[name][b] for name, b, country in buyers},
            {(name, country): short[name][b] for name, b, country in buyers},
            {held.reserve.name: held.emptied for s in self.states.values() for held in s.reserves},
        )


def run(world, paths, seed, batch):
    """Random futures, so many at a time."""
    rng = np.random.default_rng(seed)
    rows = [Batch(world, rng, min(batch, paths - first)).run() for first in range(0, paths, batch)]
    return Row(
        *(
            {key: np.concatenate([getattr(r, part)[key] for r in rows]) for key in getattr(rows[0], part)}
            for part in Row.__dataclass_fields__
        )
    )
