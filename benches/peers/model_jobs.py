"""The model in NumPy (model_numpy) as a peer: the bundled scenarios and J2, random futures.

The same work as Lodestock's, but for what it keeps of a path: shortfall and steps short of every country and
commodity, and whether a reserve was empty.
"""

import functools

from job import FILES, MODEL, ROOT
from model_numpy.read import load
from model_numpy.run import run
from model_numpy.world import World

FEWEST = 30  # paths that must be short for a mean shortfall to have a standard error worth the name


def futures(job, batch):
    """A peer's function of paths and seed, for one job."""

    @functools.cache
    def world():
        return World(load(ROOT / FILES[job]))

    def answers(paths, seed):
        row, found = run(world(), paths, seed, batch), {}
        for (commodity, country), steps in row.steps_short.items():
            found[f"P(short) {commodity} {country}"] = steps > 0
            if (steps > 0).sum() >= FEWEST:
                found[f"shortfall {commodity} {country}"] = row.shortfall[commodity, country]
                found[f"steps short {commodity} {country}"] = steps
        return found | {f"P(empty) {name}": emptied for name, emptied in row.emptied.items()}

    return {MODEL: answers}


GALLIUM, COBALT, J2 = futures("gallium", 2_048), futures("cobalt", 2_048), futures("j2", 1_024)
