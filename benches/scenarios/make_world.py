"""Writes world.toml: 4 minerals × 2 stages × 12 countries with every part of the model in use. Run: python3 make_world.py > world.toml"""

from world_parts import COUNTRIES, MINERALS, flows, generator, rounded, shares, sizes, table

rng = generator(20270102)
WORLD = 100_000.0
HEADROOM = 1.10

print("""# A world with everything on: 4 minerals x 2 stages x 12 countries, consumers everywhere, leads, commercial stock, price from stock,
# price memory and pull, recovery, growth, reserves, outages, bans. Sizes are invented and generated (make_world.py, fixed seed):
# a size for speed, not a study.

[scenario]
name = "A world with everything on"
description = "Benchmark: 8 commodities, 12 countries, 96 sellers, 48 consumers, 24 reserves."

[time]
start = "2027-01"
step = "month"
horizon = "10 years"

[run]
paths = 10_000
seed = 1

[regime]
states = ["calm", "tense"]
start = "stationary"
switch = { calm = { tense = 0.1 }, tense = { calm = 0.2 } }
""")
for c in COUNTRIES:
    print(f"[country.{c}]")

reserves, lanes, sellers = [], [], []
for m in MINERALS:
    size = sizes(rng)
    demand = {c: rounded(WORLD * size[c] / sum(size.values())) for c in COUNTRIES}
    recovery = rng.choice([0.85, 0.9, 0.95])
    mine_size, refine_size = sizes(rng), sizes(rng, 0.8)
    metal = {c: shares(refine_size, c, rng, home=True) for c in COUNTRIES}
    refined = flows(demand, metal)
    feed = {c: refined.get(c, 0.0) / recovery for c in COUNTRIES}
    ore = {c: shares(mine_size, c, rng, home=True) for c in COUNTRIES}
    mined = flows({c: x for c, x in feed.items()}, ore)

    print(f'\n[commodity.{m}-ore]\nunit = "t"\nprice = 2_000\ndemand_elasticity = -0.2')
    print(f'[commodity.{m}-metal]\nunit = "t"\nprice = 20_000\ndemand_elasticity = -0.25')
    for c in COUNTRIES:
        capacity = rounded(max(mined.get(c, 0.0), 0.005 * WORLD) * HEADROOM * rng.uniform(1, 1.15))
        print(
            f'[producer.{m}-{c}-mine]\ncountry = "{c}"\ncommodity = "{m}-ore"\ncapacity = {capacity:g}\nsupply_elasticity = 0.1\nstretch = 1.15'
        )
        capacity = rounded(max(refined.get(c, 0.0), 0.005 * WORLD) * HEADROOM * rng.uniform(1, 1.15))
        print(
            f'[processor.{m}-{c}-plant]\ncountry = "{c}"\ninput = "{m}-ore"\noutput = "{m}-metal"\nrecovery = {recovery}\ncapacity = {capacity:g}'
        )
        print(
            f'[consumer.{m}-{c}]\ncountry = "{c}"\ncommodity = "{m}-metal"\ndemand = {demand[c]:g}\ngrowth = {{ triangular = {{ low = -0.01, mode = 0.01, high = 0.03 }} }}'
        )
        sellers += [(f"producer.{m}-{c}-mine", 0.06), (f"processor.{m}-{c}-plant", 0.06)]
    for name, shared, cover in (("ore", ore, "2 months"), ("metal", metal, "6 weeks")):
        print(
            f'[market.{m}-{name}]\nlead_time = "1 month"\ncommercial_cover = "{cover}"\nrestock_time = "3 months"\nreroute_per_month = 0.05\nprice_pull = 0.8\nstock_price_exponent = 0.4\nprice_memory = "3 months"'
        )
        for j, w in shared.items():
            print(f"imports.{j} = {table(w)}")
            far = [i for i in w if i != j]
            for i in far[:2]:
                print(f'leads.{j}.{i} = "{rng.choice([2, 3])} months"')
            lanes += [(f"{m}-{name}", i, j, x) for i, x in w.items() if i != j]
    # six reserves a mineral, for its largest users
    reserves += [(m, c) for c in sorted(COUNTRIES, key=lambda c: -demand[c])[:6]]

for m, c in reserves:
    print(
        f'\n[reserve.{m}-{c}]\ncommodity = "{m}-metal"\nserves = ["{c}"]\ncapacity = "60 days"\nmax_release = "30 days per month"'
    )
    print(
        'release = { trigger_fill = 0.98, delay = "1 month", rule = "cover" }\nrefill = { rate = "5 days per month", below_price = 1.2 }'
    )

print()
for f, rate in sellers:
    print(
        f'[outage.{f.replace(".", "-")}]\ntargets = ["{f}"]\narrival = {{ poisson = {{ per_year = {rate} }} }}\nduration = {{ exponential = {{ mean = "6 months" }} }}\nseverity = {{ uniform = {{ low = 0.3, high = 1.0 }} }}\nrecovery = "2 months"'
    )
# bans by the largest sellers of every commodity, on everybody or on one buyer
for m in MINERALS:
    for name in ("ore", "metal"):
        commodity = f"{m}-{name}"
        weight = {}
        for k, i, _, x in lanes:
            if k == commodity:
                weight[i] = weight.get(i, 0.0) + x
        for i in sorted(weight, key=lambda c: -weight[c])[:3]:
            print(
                f'[export_restriction.{commodity}-{i}]\nmeasure = "licence"\nexporter = "{i}"\nimporters = "all"\ncommodities = ["{commodity}"]\narrival = {{ poisson = {{ per_year = 0.1, regime = {{ calm = 0.2, tense = 1.0 }} }} }}\nduration = {{ lognormal = {{ median = "5.7 months", sigma = 0.71 }} }}\nseverity = {{ uniform = {{ low = 0.75, high = 0.95 }} }}\nafter = {{ severity = 0.3, duration = {{ lognormal = {{ median = "32 months", sigma = 1.68, max = "10 years" }} }} }}\nrecovery = "3 months"\nnotice = "1 month"\nhoard = "1 month"\nleak = {{ share = 0.4, delay = "4 months" }}'
            )
