"""What a contestant found: name → value and standard error; how two findings are compared."""

import math
import statistics

from job import J1, RTS79

# Known beforehand; other answers are compared with those of the first contestant that gives them.
REFERENCE = {
    "j1": {
        "mean shortfall": J1["reference"]["mean"],
        "P(any)": J1["reference"]["p_any"],
        "P(empty)": J1["reference"]["p_empty"],
    },
    "rts79": {"LOLE, h": RTS79["reference"]["lole"], "EENS, MWh": RTS79["reference"]["eens"]},
}
ERRORS, ROUNDING = 4.0, 1e-3  # J1 as a file differs from its coins by less than a thousandth


def mean(values):
    """Mean and standard error."""
    values = [float(v) for v in values]
    return statistics.fmean(values), statistics.stdev(values) / math.sqrt(len(values))


def share(values):
    """A probability with the standard error of a Wilson interval."""
    n, p = len(values), sum(bool(v) for v in values) / len(values)
    return p, math.sqrt(p * (1 - p) / n + 0.25 / n**2)


def of_peer(job, result):
    """Answers of a peer: its arrays of one value a path, by name, or a pair of them whose names the job has."""
    if job == "j1" and isinstance(result, tuple):
        total, empty = result
        result = {"mean shortfall": total, "P(any)": total > 1e-4, "P(empty)": empty}
    elif job == "rts79":
        result = dict(zip(("LOLE, h", "EENS, MWh"), result))
    return {name: share(v) if name.startswith("P(") else mean(v) for name, v in result.items()}


def of_lodestock(job, out):
    """The same answers of Lodestock, from its JSON."""
    groups = [(c, country, g) for country, goods in out["countries"].items() for c, g in goods.items()]
    if job == "j1":
        group = groups[0][2]
        empty = probability(out["reserves"]["stock"]["p_empty"])
        return {"mean shortfall": law(group["shortfall"]), "P(any)": probability(group["p_short"]), "P(empty)": empty}
    if job == "rts79":
        return {"LOLE, h": law(groups[0][2]["steps_short"]), "EENS, MWh": law(groups[0][2]["shortfall"])}
    found = {f"P(empty) {name}": probability(r["p_empty"]) for name, r in out["reserves"].items()}
    for commodity, country, group in groups:
        found[f"P(short) {commodity} {country}"] = probability(group["p_short"])
        found[f"shortfall {commodity} {country}"] = law(group["shortfall"])
        found[f"steps short {commodity} {country}"] = law(group["steps_short"])
    return found


def probability(p):
    return p["value"], (p["high"] - p["low"]) / (2 * 1.96)


def law(d):
    return d["mean"], d["se"]


def pooled(runs):
    """One finding of several runs: answers that all of them gave."""
    names = [name for name in runs[0] if all(name in run for run in runs)]
    return {
        name: (
            statistics.fmean(run[name][0] for run in runs),
            math.sqrt(sum(run[name][1] ** 2 for run in runs)) / len(runs),
        )
        for name in names
    }


def distance(found, reference):
    """How far apart two answers are, in standard errors beyond what rounding explains."""
    (value, error), (known, doubt) = found, reference
    gap = max(0.0, abs(value - known) - ROUNDING * abs(known))
    return gap / math.hypot(error, doubt) if gap > 0 else 0.0
