"""Spans, dates, sizes and rates, as a scenario file writes them (docs/model.md §2)."""

import calendar

PER_YEAR = {"hour": 8760.0, "day": 365.0, "week": 365.0 / 7.0, "month": 12.0, "quarter": 4.0, "year": 1.0}


def per_year(unit):
    """How many of a unit of time, singular or plural, fit in a year."""
    return PER_YEAR[unit.removesuffix("s")]


def snap(steps):
    """Steps, set to a whole number when within 1e-6 of it."""
    return float(round(steps)) if abs(steps - round(steps)) <= 1e-6 else steps


def years(text):
    """ "9 months", in years."""
    number, unit = text.split()
    return float(number.replace("_", "")) / per_year(unit)


def size(value, yearly_need):
    """A quantity, or a span of need such as "60 days", in units."""
    return years(value) * yearly_need if isinstance(value, str) else float(value)


def rate(value, yearly_need):
    """ "30 days per month", "14 per month" or a quantity a year, in units a year."""
    if not isinstance(value, str):
        return float(value)
    amount, unit = value.split(" per ")
    return size(amount if " " in amount else float(amount), yearly_need) * per_year(unit)


class Clock:
    """The grid of steps."""

    def __init__(self, time):
        self.start = self.day(time["start"])
        self.year = per_year(time["step"])  # steps a year
        self.steps = round(years(time["horizon"]) * self.year)

    @staticmethod
    def day(text):
        """Year, month, and the share of the month that has passed."""
        year, month, day = (*map(int, text.split("-")), 1)[:3]
        return year, month, (day - 1) / calendar.monthrange(year, month)[1]

    def span(self, text):
        """Steps of a span."""
        return snap(years(text) * self.year)

    def date(self, text):
        """Steps from the start to a date."""
        year, month, part = (then - now for then, now in zip(self.day(text), self.start))
        return snap((12 * year + month + part) / 12 * self.year)
