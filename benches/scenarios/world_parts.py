"""What make_j2.py and make_world.py share: sizes from a fixed seed and shares that balance (no third-party packages)."""

import random

COUNTRIES = [f"c{k:02d}" for k in range(1, 13)]
MINERALS = ["m1", "m2", "m3", "m4"]


def rounded(x):
    """Three significant digits: short files, and shares computed from what is written."""
    return float(f"{x:.3g}")


def shares(caps, importer, rng, home):
    """Import shares of one importer: four to six exporters picked by size, some at home if it sells, in ten-thousandths."""
    exporters = sorted(caps, key=lambda c: caps[c] * rng.uniform(0.4, 1.0), reverse=True)[: rng.randint(4, 6)]
    if home and importer in caps and importer not in exporters:
        exporters.append(importer)
    weight = {c: caps[c] * rng.uniform(0.7, 1.3) * (2.0 if c == importer else 1.0) for c in exporters}
    total = sum(weight.values())
    parts = {c: round(10_000 * w / total) for c, w in sorted(weight.items())}
    largest = max(parts, key=lambda c: parts[c])
    parts[largest] += 10_000 - sum(parts.values())
    return {c: p / 10_000 for c, p in parts.items() if p > 0}


def flows(need, table):
    """Output per exporter that the shares ask for."""
    out = {}
    for importer, amount in need.items():
        if amount > 0:
            for exporter, share in table[importer].items():
                out[exporter] = out.get(exporter, 0.0) + share * amount
    return out


def sizes(rng, spread=1.0):
    """Relative sizes of the twelve countries, a few large and many small."""
    return {c: rounded(rng.lognormvariate(0.0, spread)) for c in COUNTRIES}


def table(shares_of):
    """A TOML inline table of shares."""
    return "{ " + ", ".join(f"{c} = {w:.4f}" for c, w in shares_of.items()) + " }"


def generator(seed):
    return random.Random(seed)
