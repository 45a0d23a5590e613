"""Writes j2.toml: a world of 4 minerals (mine, refine, consume) × 12 countries, a size for speed. Run: python3 make_j2.py > j2.toml"""

from world_parts import COUNTRIES, MINERALS, flows, generator, rounded, shares, sizes, table

rng = generator(20270101)
RECOVERY = 0.9
WORLD = 100_000.0  # refined demand of one mineral a year, t
HEADROOM = 1.15  # capacity over calm output, at least
CONSUMERS = ["c01", "c02", "c03", "c05", "c08", "c11"]  # one each; see the turns below

print("""# J2, a world: 4 minerals, mine -> refine -> consume, 12 countries, 6 consumers, 96 facility outages, 72 route bans, 24 reserves,
# 120 months. Sizes are invented and generated (make_j2.py, fixed seed): a size for speed, not a study.

[scenario]
name = "J2: a world"
description = "Benchmark: 8 commodities, 12 countries, 96 facilities, 72 routes, 24 reserves."

[time]
start = "2027-01"
step = "month"
horizon = "10 years"

[run]
paths = 100_000
seed = 1
""")
for c in COUNTRIES:
    print(f"[country.{c}]")

# Six consumers cover four minerals: four buy one each, two more buy again, so every mineral has one or two buying countries.
buyers = list(zip(CONSUMERS, MINERALS + ["m1", "m2"]))
lanes = []  # every foreign lane with a flow, for the bans
facilities = []
for m in MINERALS:
    mine_size, refine_size = sizes(rng), sizes(rng, 0.8)
    here = [c for c, mineral in buyers if mineral == m]
    demand = {c: rounded(WORLD * rng.uniform(0.7, 1.3) / len(here)) for c in here}

    # Consumers buy from all twelve refiners and refiners from all twelve mines, so that every facility matters.
    def everyone(size, importer):
        weight = {c: size[c] * rng.uniform(0.7, 1.3) for c in COUNTRIES}
        total = sum(weight.values())
        parts = {c: max(1, round(10_000 * w / total)) for c, w in weight.items()}
        largest = max(parts, key=lambda c: parts[c])
        parts[largest] += 10_000 - sum(parts.values())
        return {c: p / 10_000 for c, p in parts.items()}

    metal = {c: everyone(refine_size, c) for c in here}
    refined = flows(demand, metal)
    feed = {c: refined[c] / RECOVERY for c in COUNTRIES}
    ore = {c: shares(mine_size, c, rng, home=True) for c in COUNTRIES}
    mined = flows(feed, ore)
    for c in COUNTRIES:  # a mine nobody buys from still exists, as spare
        mined.setdefault(c, 0.02 * sum(feed.values()))

    print(f'\n[commodity.{m}-ore]\nunit = "t"\nprice = 2_000\ndemand_elasticity = -0.2')
    print(f'[commodity.{m}-metal]\nunit = "t"\nprice = 20_000\ndemand_elasticity = -0.2')
    for c in COUNTRIES:
        print(
            f'[producer.{m}-{c}-mine]\ncountry = "{c}"\ncommodity = "{m}-ore"\ncapacity = {rounded(mined[c] * HEADROOM * rng.uniform(1, 1.2)):g}'
        )
        print(
            f'[processor.{m}-{c}-plant]\ncountry = "{c}"\ninput = "{m}-ore"\noutput = "{m}-metal"\nrecovery = {RECOVERY}\ncapacity = {rounded(refined[c] * HEADROOM * rng.uniform(1, 1.2)):g}'
        )
        facilities += [f"producer.{m}-{c}-mine", f"processor.{m}-{c}-plant"]
    for c in here:
        print(f'[consumer.{m}-{c}]\ncountry = "{c}"\ncommodity = "{m}-metal"\ndemand = {demand[c]:g}')
    for name, shared in (("ore", ore), ("metal", metal)):
        print(f'[market.{m}-{name}]\nlead_time = "1 month"\ncommercial_cover = "1 month"\nrestock_time = "3 months"')
        for j, w in shared.items():
            print(f"imports.{j} = {table(w)}")
            lanes += [(m, name, i, j, x) for i, x in w.items() if i != j]

# Twenty-four reserves of three months: one for each consumer's metal, the rest for the largest refiners' ore.
reserves = [(m, "metal", c) for c, m in buyers]
seats = [(m, c) for m in MINERALS for c in COUNTRIES]
rng.shuffle(seats)
reserves += [(m, "ore", c) for m, c in seats[:18]]
for m, name, c in reserves:
    print(f'\n[reserve.{m}-{name}-{c}]\ncommodity = "{m}-{name}"\nserves = ["{c}"]\ncapacity = "3 months"')
    # 30 % of the capacity out and 5 % of it in, a month
    print('max_release = "0.9 months per month"\nrefill = { rate = "0.15 months per month" }')

print()
for f in facilities:
    print(
        f'[outage.{f.replace(".", "-")}]\ntargets = ["{f}"]\narrival = {{ poisson = {{ per_year = 0.072 }} }}\nduration = {{ exponential = {{ mean = "8 months" }} }}\nseverity = {{ uniform = {{ low = 0.3, high = 1.0 }} }}'
    )
lanes.sort(key=lambda x: -x[4] * rng.uniform(0.5, 1.0))
for m, name, i, j, _ in sorted(lanes[:72]):
    print(
        f'[export_restriction.{m}-{name}-{i}-{j}]\nmeasure = "ban"\nexporter = "{i}"\nimporters = ["{j}"]\ncommodities = ["{m}-{name}"]\narrival = {{ poisson = {{ per_year = 0.024 }} }}\nduration = {{ exponential = {{ mean = "12 months" }} }}'
    )
