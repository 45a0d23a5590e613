"""J2 as arrays: sizes of benches/scenarios/j2.toml, and a simpler sharing rule for those who write it themselves.

The rule, each month, for each mineral apart: consumers want their demand and what their reserve may take in;
plants plan what is wanted of them, as far as they stand; plants want the ore for it and what their reserve may take
in. What is wanted goes to sellers by fixed shares, less banned lanes; a seller asked for more than it has gives all
the same part. A reserve gives what is then missing. No prices, leads, commercial stock or rerouting: answers are no
answers of the model.
"""

import numpy as np

from job import j2

COUNTRIES, MINERALS, STAGES = [f"c{k:02d}" for k in range(1, 13)], ["m1", "m2", "m3", "m4"], ["ore", "metal"]
MONTHS, STEPS = 12.0, 120
P_OUTAGE, OUTAGE_MONTHS, P_BAN, BAN_MONTHS = 0.006, 8.0, 0.002, 12.0
RECOVERY = 0.9
OUT, IN = 0.3, 0.05  # of a reserve's size, a month


def place(commodity):
    """Stage and mineral of a commodity such as `m1-ore`."""
    mineral, stage = commodity.split("-")
    return STAGES.index(stage), MINERALS.index(mineral)


def tables():
    """Arrays [stage, mineral, country] of capacity and size of reserve, demand [mineral, country], shares
    [stage, mineral, buyer, seller], and the lanes that can be banned.
    """
    file = j2()
    capacity, size, demand = (np.zeros((2, 4, 12)) for _ in range(3))
    share = np.zeros((2, 4, 12, 12))
    for seller in [*file["producer"].values(), *file["processor"].values()]:
        made = place(seller.get("commodity", seller.get("output")))
        capacity[(*made, COUNTRIES.index(seller["country"]))] = seller["capacity"] / MONTHS
    for consumer in file["consumer"].values():
        demand[(*place(consumer["commodity"]), COUNTRIES.index(consumer["country"]))] = consumer["demand"] / MONTHS
    for commodity, market in file["market"].items():
        for buyer, row in market["imports"].items():
            for seller, part in row.items():
                share[(*place(commodity), COUNTRIES.index(buyer), COUNTRIES.index(seller))] = part
    refined = np.einsum("mj,mji->mi", demand[1], share[1])
    need = np.array([refined / RECOVERY, demand[1]])
    for reserve in file["reserve"].values():
        held = (*place(reserve["commodity"]), COUNTRIES.index(reserve["serves"][0]))
        size[held] = 3.0 * need[held]
    bans = [
        (*place(ban["commodities"][0]), COUNTRIES.index(ban["importers"][0]), COUNTRIES.index(ban["exporter"]))
        for ban in file["export_restriction"].values()
    ]
    counts = (capacity > 0).sum(), (demand > 0).sum(), (size > 0).sum(), len(set(bans))
    if counts != (96, 6, 24, 72):
        raise ValueError(f"j2.toml has other counts than J2: {counts}")
    return capacity, size, demand[1], share, np.array(bans)
