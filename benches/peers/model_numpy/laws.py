"""Numbers drawn at random: `{ law = … }` in a scenario becomes one number a path."""

import math
from statistics import NormalDist

import numpy as np

from . import units
from .read import Unsupported


def number(value):
    """A plain number."""
    return float(value)


def draw(amount, rng, count, read=number):
    """A fixed amount as it is, a law as `count` numbers. `read` turns what is written into a number.

    Without a generator a law becomes its median, as in a dated run.
    """
    if not isinstance(amount, dict):
        return read(amount)
    ((law, terms),) = amount.items()
    if law not in LAWS:
        raise Unsupported(law)
    drawn, median, shapes = LAWS[law]
    known = {key: number(value) if key in shapes else read(value) for key, value in terms.items()}
    return median(**known) if rng is None else drawn(rng, count, **known)


def steps(amount, rng, count, clock):
    """A span, fixed or drawn, in steps. Only a fixed one is set to a whole number where it is close to it."""
    span = draw(amount, rng, count, units.years) * clock.year
    return span if isinstance(amount, dict) else units.snap(span)


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


def triangular_median(low, mode, high):
    if mode >= (low + high) / 2:
        return low + math.sqrt((high - low) * (mode - low) / 2)
    return high - math.sqrt((high - low) * (high - mode) / 2)


def lognormal_median(median, sigma, max=math.inf):
    normal = NormalDist()
    below = 1.0 if max == math.inf else normal.cdf(math.log(max / median) / sigma)
    return median * math.exp(sigma * normal.inv_cdf(below / 2))


def gamma_median(shape, scale):
    raise Unsupported("the median of a gamma law")


LAWS = {  # how it is drawn, its median, and those of its terms that have no unit
    "exponential": (exponential, lambda mean: mean * math.log(2), ()),
    "gamma": (gamma, gamma_median, ("shape",)),
    "uniform": (uniform, lambda low, high: (low + high) / 2, ()),
    "triangular": (triangular, triangular_median, ()),
    "lognormal": (lognormal, lognormal_median, ("sigma",)),
}
