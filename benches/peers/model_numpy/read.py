"""Reading a scenario: every key must be one that this package knows, or it is refused."""

import functools
import tomllib

# Keys that only label results or price them: read by nobody here, and without effect on any tonne.
LABELS = {
    "scenario": {"name", "description", "sources", "focus"},
    "run": {"paths", "seed"},
    "country": {"name"},
    "commodity": {"unit"},
    "consumer": {"sector", "value_at_risk"},
    "reserve": {"holding_cost"},
}
SELLER = {"country", "capacity", "output_weight", "supply_elasticity", "stretch"}
EVENT = {"arrival", "duration", "severity", "recovery", "after"}
LANES = {"notice", "hoard", "leak"}
KEYS = {
    "scenario": set(),
    "run": set(),
    "time": {"start", "step", "horizon"},
    "regime": {"states", "start", "switch"},
    "country": set(),
    "bloc": {"members"},
    "commodity": {"price", "demand_elasticity", "price_cap"},
    "producer": SELLER | {"commodity"},
    "processor": SELLER | {"input", "output", "recovery", "priority"},
    "consumer": {"country", "commodity", "demand", "growth", "priority", "demand_elasticity", "substitution"},
    "market": {
        "imports",
        "lead_time",
        "leads",
        "commercial_cover",
        "restock_time",
        "reroute_per_month",
        "price_pull",
        "stock_price_exponent",
        "price_memory",
        "trade_elasticity",
    },
    "offtake": {"seller", "buyer", "commodity", "quantity"},
    "project": {"adds_to", "capacity", "start", "delay", "probability", "ramp"},
    "reserve": {"commodity", "serves", "capacity", "initial", "max_release", "release", "refill"},
    "fund": {"budget", "reserves"},
    "export_restriction": EVENT | LANES | {"measure", "exporter", "importers", "commodities", "limit"},
    "route_closure": EVENT | LANES | {"market", "lanes"},
    "outage": EVENT | {"targets"},
    "demand_surge": EVENT | {"consumers"},
}
INNER = {
    "release": {"trigger_fill", "delay", "rule"},
    "refill": {"rate", "below_price"},
    "after": {"severity", "duration"},
    "leak": {"share", "delay"},
    "substitution": {"rate", "limit"},
}
ARRIVALS = {"poisson": {"per_year", "regime"}, "after": {"disruption", "probability", "delay"}}
SINGLE = {"scenario", "run", "time", "regime"}  # tables without ids


class Unsupported(ValueError):
    """The scenario uses something that docs/model.md has and this package has not."""


def load(path, changes=()):
    """A scenario as parsed, every kind of table present, all of it known. Changes are written `key.of.it=value`."""
    with open(path, "rb") as file:
        scenario = tomllib.load(file)
    for change in changes:
        place, value = change.split("=", 1)
        *tables, key = place.split(".")
        functools.reduce(dict.__getitem__, tables, scenario)[key] = tomllib.loads(f"value = {value}")["value"]
    for kind, table in scenario.items():
        if kind not in KEYS:
            raise Unsupported(f"[{kind}]")
        for name, entry in [("", table)] if kind in SINGLE else table.items():
            check(f"{kind}.{name}".strip("."), kind, entry)
    return {kind: scenario.get(kind, {}) for kind in KEYS}


def check(place, kind, entry):
    """Refuses unknown keys and the words that stand for unknown rules."""
    only(place, entry, KEYS[kind] | LABELS.get(kind, set()))
    for key in entry.keys() & INNER.keys():
        only(f"{place}.{key}", entry[key], INNER[key])
    if "arrival" in entry:
        ((how, what),) = entry["arrival"].items()
        if how in ARRIVALS:
            only(f"{place}.arrival.{how}", what, ARRIVALS[how])
        elif how not in ("date", "mean_up", "within_horizon"):
            raise Unsupported(f"{place}.arrival.{how}")
    rule = entry.get("release", {}).get("rule", "cover")
    if rule != "cover" and set(rule) != {"hold"}:
        raise Unsupported(f"{place}.release.rule: {rule}")
    if kind == "regime" and entry["start"] not in entry["states"]:
        raise Unsupported(f"{place}.start: {entry['start']}")
    for target in entry.get("targets", []):
        if target.split(".")[0] not in ("producer", "processor"):
            raise Unsupported(f"{place}.targets: {target}")
    if not isinstance(entry.get("demand", 0), (int, float)):
        raise Unsupported(f"{place}.demand that changes or is uncertain")
    if isinstance(entry.get("capacity", 0), dict):
        raise Unsupported(f"{place}.capacity from a law or file")


def only(place, table, known):
    """Refuses keys outside a set."""
    for key in table:
        if key not in known:
            raise Unsupported(f"{place}.{key}")
