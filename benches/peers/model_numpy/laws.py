"""Numbers drawn at random: `{ law = … }` in a scenario becomes one number a path."""

import numpy as np

from . import units
from .read import Unsupported


def number(value):
    """A plain number."""
    return float(value)


def draw(amount, rng, count, read=number):
    """A fixed amount as it is, a law as `count` numbers. `read` turns what is written into a number.

    Without a generator only fixed amounts will do.
    """
    if not isinstance(amount, dict):
        return read(amount)
    ((law, terms),) = amount.items()
    if rng is None:
        raise Unsupported(f"{law}: a dated run takes fixed amounts only")
    if law not in LAWS:
        raise Unsupported(law)
    function, shapes = LAWS[law]
    known = {key: number(value) if key in shapes else read(value) for key, value in terms.items()}
    return function(rng, count, **known)


def steps(amount, rng, count, clock):
    """A span, fixed or drawn, in steps. Only a fixed one is set to a whole number where it is close to it."""
    span = draw(amount, rng, count, units.years) * clock.year
    return span if isinstance(span, np.ndarray) else units.snap(span)


def exponential(rng, count, mean):
    return rng.exponential(mean, count)


def gamma(rng, count, shape, scale):
    return rng.gamma(shape, scale, count)


def uniform(rng, count, low, high):
    return rng.uniform(low, high, count)


def triangular(rng, count, low, mode, high):
    return rng.triangular(low, mode, high, count)


def lognormal(rng, count, median, sigma, max=np.inf):
    """X given X ≤ max: what is above is drawn again."""
    values = median * np.exp(sigma * rng.standard_normal(count))
    while (over := np.nonzero(values > max)[0]).size:
        values[over] = median * np.exp(sigma * rng.standard_normal(over.size))
    return values


LAWS = {  # the law, and those of its terms that have no unit
    "exponential": (exponential, ()),
    "gamma": (gamma, ("shape",)),
    "uniform": (uniform, ()),
    "triangular": (triangular, ()),
    "lognormal": (lognormal, ("sigma",)),
}
