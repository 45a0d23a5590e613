"""What each disruption can hit: rows of sellers, consumers and lanes."""

from dataclasses import dataclass, field

import numpy as np

KINDS = ("export_restriction", "route_closure", "outage", "demand_surge")
LANE_KINDS = {"ban": "cap", "licence": "cap", "quota": "quota", "tariff": "tariff"}


@dataclass
class Target:
    """What is hit in one market: `output`, `demand`, or lanes by `cap`, `quota`, `tariff`, or buyers by `hoard`."""

    kind: str
    market: str
    rows: object  # rows, or (buyers, exporters) of lanes


@dataclass
class Item:
    """What is included, or not, in an event as a whole."""

    chance: float
    targets: list


@dataclass
class Disruption:
    table: dict
    items: list = field(default_factory=list)
    follows: str | None = None


def read(world):
    """Every disruption of a scenario, by `kind.id`."""
    found = {f"{kind}.{name}": Disruption(t) for kind in KINDS for name, t in sorted(world.scenario[kind].items())}
    for name, d in found.items():
        d.items = HITS[name.split(".")[0]](world, d.table)
        if "after" in d.table["arrival"]:
            parent = d.table["arrival"]["after"]["disruption"]
            d.follows = next(other for other in found if other == parent or other.split(".", 1)[1] == parent)
    return found


def lanes(world, kind, table, market, pairs):
    """An item of foreign lanes of a market, given lists of exporting and importing countries."""
    hit = np.zeros_like(market.domestic)
    for exporters, importers in pairs:
        hit |= np.isin(market.buyers, world.members(importers))[:, None] & np.isin(
            market.exporters, world.members(exporters)
        )
    buyers, sellers = np.nonzero(hit & ~market.domestic)
    targets = [Target(kind, market.name, (buyers, sellers))]
    if "hoard" in table:
        targets.append(Target("hoard", market.name, np.unique(buyers)))
    return targets


def restriction(world, table):
    chances = table["commodities"]
    chances = chances if isinstance(chances, dict) else {name: 1.0 for name in chances}
    kind, pairs = LANE_KINDS[table.get("measure", "ban")], [(table["exporter"], table["importers"])]
    return [Item(p, lanes(world, kind, table, world.markets[name], pairs)) for name, p in chances.items()]


def closure(world, table):
    pairs = [(group["from"], group["to"]) for group in table["lanes"]]
    return [Item(1.0, lanes(world, "cap", table, world.markets[table["market"]], pairs))]


def outage(world, table):
    found = [world.find(name) for name in table["targets"]]
    return [Item(1.0, [Target("output", market.name, [row]) for market, row in found])]


def surge(world, table):
    names = [(m, [r for r, (i, _) in enumerate(m.users) if i in table["consumers"]]) for m in world.markets.values()]
    return [Item(1.0, [Target("demand", market.name, rows) for market, rows in names if rows])]


HITS = {"export_restriction": restriction, "route_closure": closure, "outage": outage, "demand_surge": surge}
