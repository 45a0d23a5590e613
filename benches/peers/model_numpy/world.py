"""Who makes, uses, sells and holds what: a scenario with its names resolved to rows of arrays, and the calm (§3)."""

from dataclasses import dataclass, field

import numpy as np

from . import disruptions, units


@dataclass
class Project:
    """Capacity to come; units a step, times in steps."""

    capacity: float
    start: float
    ramp: float
    probability: float
    delay: object  # an amount, as written

    def share(self, step, start):
        """Share of its capacity there in a step, if it started at `start`."""
        if self.ramp > 0:
            return np.clip((step - start) / self.ramp, 0.0, 1.0)
        return np.where(step >= start, 1.0, 0.0)


@dataclass
class Seller:
    """A producer, or a processor if `input` is not None."""

    name: str
    exporter: int
    capacity: np.ndarray  # units a step, by step, without projects
    weight: float | None
    elasticity: object
    stretch: object
    recovery: float
    input: str | None
    priority: int
    projects: list = field(default_factory=list)

    def planned(self, step):
        """Capacity with every project on time."""
        return self.capacity[step] + sum(p.capacity * p.share(step, p.start) for p in self.projects)


@dataclass
class Reserve:
    """Units, and units a step; buyers by row."""

    name: str
    serves: list
    capacity: float
    initial: float
    max_release: float
    trigger: float
    delay: float
    hold: tuple | None  # priority, quantity
    refill: float
    below_price: float
    fund: str | None


class Market:
    """Everything about one commodity. Lanes are arrays [buyer, exporter], claims are consumers, then processors."""

    def __init__(self, world, name):
        s, terms = world.scenario, world.scenario["market"].get(name, {})
        self.name, self.clock = name, world.clock
        self.elasticity = s["commodity"][name].get("demand_elasticity", 0.0)
        self.price = s["commodity"][name].get("price", 0.0)
        self.price_cap = s["commodity"][name].get("price_cap", 20.0)
        made = [
            (k, i, p)
            for k, key in (("processor", "output"), ("producer", "commodity"))
            for i, p in sorted(s[k].items())
            if p[key] == name
        ]
        self.users = [(i, c) for i, c in sorted(s["consumer"].items()) if c["commodity"] == name]
        feeds = [(f"processor.{i}", p) for i, p in sorted(s["processor"].items()) if p["input"] == name]
        fillers = [
            world.members(r["serves"])[0] for r in s["reserve"].values() if r["commodity"] == name and "refill" in r
        ]
        self.exporters = sorted({p["country"] for _, _, p in made})
        self.buyers = sorted({c["country"] for _, c in self.users + feeds} | set(fillers))
        self.sellers = [self.seller(f"{k}.{i}", p) for k, i, p in made]
        self.home = np.array([x.exporter for x in self.sellers])
        self.feeds = [i for i, _ in feeds]
        self.buyer = np.array([self.buyers.index(c["country"]) for _, c in self.users + feeds])
        self.priority = np.array([c.get("priority", 2) for _, c in self.users + feeds])
        self.classes = [np.nonzero(self.priority == p)[0] for p in np.unique(self.priority)]
        # A row for each buyer: 1 at its claims. Sums over claims are products with it.
        self.of_buyer = (self.buyer == np.arange(len(self.buyers))[:, None]).astype(float)
        self.of_exporter = (self.home == np.arange(len(self.exporters))[:, None]).astype(float)
        self.terms(terms)
        self.lanes(terms)
        self.offtakes = [
            (self.buyers.index(o["buyer"]), self.exporters.index(o["seller"]), o["quantity"] / self.clock.year)
            for _, o in sorted(s["offtake"].items())
            if o["commodity"] == name
        ]

    def seller(self, name, table):
        return Seller(
            name,
            self.exporters.index(table["country"]),
            schedule(table["capacity"], self.clock) / self.clock.year,
            table.get("output_weight"),
            table.get("supply_elasticity", 0.0),
            table.get("stretch", 1.0),
            table.get("recovery", 1.0),
            table.get("input"),
            table.get("priority", 2),
        )

    def terms(self, terms):
        """Numbers of the market, in steps."""
        span = self.clock.span
        self.cover = span(terms.get("commercial_cover", "0 years"))
        self.restock = max(1.0, span(terms.get("restock_time", "0 years")))
        self.memory = max(1.0, span(terms.get("price_memory", "0 years")))
        self.reroute = terms.get("reroute_per_month", 0.05)
        self.pull = terms.get("price_pull", 1.0)
        self.stock_exponent = terms.get("stock_price_exponent", 0.0)
        self.trade_elasticity = terms.get("trade_elasticity", 4.0)

    def lanes(self, terms):
        """Shares (a row of NaN where capacity decides), leads in whole steps, and which lanes are domestic."""
        imports, leads = terms.get("imports", {}), terms.get("leads", {})
        shape = len(self.buyers), len(self.exporters)
        self.share, self.lead = np.zeros(shape), np.zeros(shape, dtype=int)
        self.domestic = np.array(self.buyers)[:, None] == np.array(self.exporters)
        for b, buyer in enumerate(self.buyers):
            for e, exporter in enumerate(self.exporters):
                usual = "0 years" if self.domestic[b, e] else terms.get("lead_time", "0 years")
                self.lead[b, e] = int(self.clock.span(leads.get(buyer, {}).get(exporter, usual)) + 0.5)
                self.share[b, e] = imports[buyer].get(exporter, 0.0) if buyer in imports else np.nan
        self.share /= self.share.sum(axis=1, keepdims=True)

    def settle(self, feeds):
        """The calm, given what processors take: need, flows, output. Returns the feed of its own processors."""
        self.feed = np.array([feeds[f] for f in self.feeds])
        demand = [c["demand"] / self.clock.year for _, c in self.users]
        self.need = self.of_buyer @ np.concatenate([demand, self.feed])
        capacity = np.array([float(x.planned(0)) for x in self.sellers])
        known = self.of_exporter @ capacity
        self.share = np.where(np.isnan(self.share), known / known.sum(), self.share)
        self.flow = self.share * self.need[:, None]
        self.weight = np.array([c if x.weight is None else x.weight for x, c in zip(self.sellers, capacity)])
        self.output = split(self, self.flow.sum(axis=0)[:, None], self.weight[:, None], capacity[:, None])[:, 0]
        if np.any(self.flow.sum(axis=0) - self.of_exporter @ self.output > 1e-9 * self.flow.sum(axis=0)):
            raise ValueError(f"{self.name}: the calm does not balance")
        return {x.name: o / x.recovery for x, o in zip(self.sellers, self.output) if x.input is not None}


def split(market, amount, weights, limits):
    """Amounts [exporter, path] over sellers by weight, none above its limit, the excess again by weight."""
    home, per_exporter = market.home, market.of_exporter
    if len(home) == len(market.exporters):  # one seller each
        return np.minimum(amount[home], limits)
    weights = np.where((per_exporter @ weights > 0)[home], weights, 1.0)
    out, left = np.zeros(np.broadcast_shapes(limits.shape, amount[home].shape)), amount
    for _ in range(int(per_exporter.sum(axis=1).max())):
        open_weights = np.where(limits > out, weights, 0.0)
        sums = per_exporter @ open_weights
        unit = np.divide(left, sums, out=np.zeros_like(left), where=sums > 0)
        given = np.minimum(open_weights * unit[home], limits - out)
        out += given
        left = left - per_exporter @ given
        left = np.where(left > 1e-15 * amount, left, 0.0)
        if not left.any():
            break
    return out


def schedule(value, clock):
    """A number, or the last entry with `from` at or before each step."""
    if not isinstance(value, list):
        return np.full(clock.steps, float(value))
    row = np.full(clock.steps, float(value[0]["value"]))
    for entry in value[1:]:
        row[np.arange(clock.steps) >= clock.date(entry["from"])] = entry["value"]
    return row


class World:
    """A scenario ready to run. Markets come upstream first, and by id."""

    def __init__(self, scenario):
        self.scenario, self.clock = scenario, units.Clock(scenario["time"])
        self.markets = {name: Market(self, name) for name in self.order()}
        for name, project in sorted(scenario["project"].items()):
            self.project(project)
        feeds = {}
        for market in reversed(self.markets.values()):
            feeds |= market.settle(feeds)
        self.funds = {name: fund["budget"] for name, fund in scenario["fund"].items()}
        for market in self.markets.values():
            tables = sorted(scenario["reserve"].items())
            market.reserves = [self.reserve(market, i, r) for i, r in tables if r["commodity"] == market.name]
        self.disruptions = disruptions.read(self)

    def order(self):
        """The commodity of lowest id whose inputs have all been taken, again and again."""
        inputs = {name: set() for name in sorted(self.scenario["commodity"])}
        for processor in self.scenario["processor"].values():
            inputs[processor["output"]].add(processor["input"])
        taken = []
        while len(taken) < len(inputs):
            taken.append(next(name for name, needs in inputs.items() if name not in taken and needs <= set(taken)))
        return taken

    def members(self, names):
        """Countries of a list of countries and blocs."""
        if names in ("all", ["all"]):
            return sorted(self.scenario["country"])
        names = [names] if isinstance(names, str) else names
        blocs = self.scenario["bloc"]
        return list(dict.fromkeys(c for n in names for c in (blocs[n]["members"] if n in blocs else [n])))

    def find(self, seller):
        """Market and row of a seller."""
        return next((m, s) for m in self.markets.values() for s, x in enumerate(m.sellers) if x.name == seller)

    def project(self, table):
        market, row = self.find(table["adds_to"])
        span = self.clock.span
        market.sellers[row].projects.append(
            Project(
                table["capacity"] / self.clock.year,
                self.clock.date(table["start"]),
                span(table.get("ramp", "0 years")),
                table.get("probability", 1.0),
                table.get("delay", "0 years"),
            )
        )

    def reserve(self, market, name, table):
        serves = [market.buyers.index(c) for c in self.members(table["serves"]) if c in market.buyers]
        year, release, refill = self.clock.year, table.get("release", {}), table.get("refill", {"rate": 0.0})
        need, rule = market.need[serves].sum() * year, release.get("rule", "cover")
        hold = None if rule == "cover" else (rule["hold"]["for_priority"], units.size(rule["hold"]["quantity"], need))
        capacity = units.size(table["capacity"], need)
        return Reserve(
            name,
            serves,
            capacity,
            units.size(table["initial"], need) if "initial" in table else capacity,
            units.rate(table["max_release"], need) / year if "max_release" in table else np.inf,
            release.get("trigger_fill", 1.0),
            self.clock.span(release.get("delay", "0 years")),
            hold,
            units.rate(refill["rate"], need) / year,
            refill.get("below_price", np.inf),
            next((f for f, fund in self.scenario["fund"].items() if name in fund["reserves"]), None),
        )
