"""Runs every peer and Lodestock on the same jobs, in turn, checks that answers agree, prints rates and ratios.

    python benches/peers/run.py [--job j1|rts79] [--runs 5] [--seconds 2] [--lodestock target/release/lodestock]
"""

import argparse
import importlib
import json
import math
import os
import statistics
import subprocess
import sys
import time

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[variable] = "1"  # before NumPy is loaded: one core, as for Lodestock

from job import J1, ROOT, RTS79  # noqa: E402

PEERS = {
    "j1": ["j1_numpy", "j1_numba", "j1_simpy", "j1_pywr"],
    "rts79": ["rts79_numpy", "rts79_numba", "rts79_assetra"],
}
STEPS = {"j1": J1["steps"], "rts79": RTS79["steps"]}
FIRST = {"j1": 200, "rts79": 8}  # paths of the first, short run
FILES = {"j1": "benches/scenarios/j1.toml", "rts79": "tests/data/validation/rts79-hourly.toml"}
PATHS = {"j1": 200_000, "rts79": 2_000}  # of Lodestock


def mean(values):
    """Mean and standard error."""
    values = [float(v) for v in values]
    return statistics.fmean(values), statistics.stdev(values) / math.sqrt(len(values))


def share(values):
    """A probability with the standard error of a Wilson interval."""
    n, p = len(values), sum(bool(v) for v in values) / len(values)
    return p, math.sqrt(p * (1 - p) / n + 0.25 / n**2)


def answers(job, first, second):
    """Name → (value, standard error, reference) of a peer's two arrays, one value a path."""
    if job == "j1":
        reference = J1["reference"]
        return {
            "mean shortfall": (*mean(first), reference["mean"]),
            "P(any)": (*share(first > 1e-4), reference["p_any"]),
            "P(empty)": (*share(second), reference["p_empty"]),
        }
    reference = RTS79["reference"]
    return {"LOLE, h": (*mean(first), reference["lole"]), "EENS, MWh": (*mean(second), reference["eens"])}


def lodestock(binary, job, seed):
    """One run of the release binary: seconds of the simulation, path-steps, answers."""
    command = [binary, "run", str(ROOT / FILES[job]), "--threads", "1", "--format", "json"]
    command += ["--paths", str(PATHS[job]), "--seed", str(seed)]
    out = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    work, seconds = out["paths"] * out["steps"], out["timing"]["seconds"]
    group = next(iter(next(iter(out["countries"].values())).values()))

    def prob(p):
        return p["value"], (p["high"] - p["low"]) / (2 * 1.96)

    def dist(d):
        return d["mean"], d["se"]

    if job == "j1":
        r = J1["reference"]
        found = {
            "mean shortfall": (*dist(group["shortfall"]), r["mean"]),
            "P(any)": (*prob(group["p_short"]), r["p_any"]),
            "P(empty)": (*prob(out["reserves"]["stock"]["p_empty"]), r["p_empty"]),
        }
    else:
        r = RTS79["reference"]
        found = {
            "LOLE, h": (*dist(group["steps_short"]), r["lole"]),
            "EENS, MWh": (*dist(group["shortfall"]), r["eens"]),
        }
    return seconds, work, found


def peer(function, job, paths, seed):
    """One run of a peer: seconds, path-steps, answers."""
    start = time.perf_counter()
    first, second = function(paths, seed)
    seconds = time.perf_counter() - start
    return seconds, paths * STEPS[job], answers(job, first, second)


def contestants(job, binary, seconds):
    """Name → a function of the seed; peers that cannot be loaded or started are reported and left out."""
    found = {"Lodestock": lambda seed: lodestock(binary, job, seed)}
    for module in PEERS[job]:
        try:
            variants = importlib.import_module(module).VARIANTS
        except ImportError as problem:
            print(f"{job}: {module} not run: {problem}")
            continue
        for name, function in variants.items():
            try:
                peer(function, job, FIRST[job], 1)  # compiles, warms up
                paths, took = FIRST[job], 0.0
                while took < seconds / 4:  # small runs are slow runs for peers that work on arrays
                    paths *= 2
                    took, *_ = peer(function, job, paths, 1)
            except Exception as problem:  # noqa: BLE001, a peer's failure is a line in the report
                print(f"{job}: {name} not run: {problem!r}")
                continue
            paths = max(paths // 2, round(paths * seconds / took))
            found[name] = lambda seed, f=function, n=paths: peer(f, job, n, seed)
    return found


def compare(job, arguments):
    """All contestants in turn, several times; True if every answer agrees."""
    rates, sums, agreed = {}, {}, True
    everyone = contestants(job, arguments.lodestock, arguments.seconds)
    for turn in range(arguments.runs):
        for name, run in everyone.items():
            seconds, work, found = run(turn + 1)
            rates.setdefault(name, []).append(work / seconds / 1e6)
            sums.setdefault(name, []).append(found)
    print(f"\n{job}: million path-steps/s, median of {arguments.runs}; Lodestock against the peer; answers\n")
    ours = statistics.median(rates["Lodestock"])
    for name, values in rates.items():
        rate, cells = statistics.median(values), []
        for key, (_, _, reference) in sums[name][0].items():
            value = statistics.fmean(found[key][0] for found in sums[name])
            error = math.sqrt(sum(found[key][1] ** 2 for found in sums[name])) / len(values)
            # References are themselves rounded; J1 as a file differs from its coins by less than a thousandth.
            good = abs(value - reference) <= 4 * error + 1e-3 * reference
            agreed &= good
            cells.append(f"{key} {value:.5g} ± {error:.2g}" + ("" if good else f" (NOT {reference})"))
        print(f"  {name:24} {rate:9.3f}  {ours / rate:8.2f} ×   {'; '.join(cells)}")
    return agreed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--job", choices=PEERS, action="append")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2.0, help="about this long for a run of a peer")
    parser.add_argument("--lodestock", default=str(ROOT / "target/release/lodestock"))
    arguments = parser.parse_args()
    results = [compare(job, arguments) for job in arguments.job or PEERS]
    print("\nAll answers agree." if all(results) else "\nSome answers DISAGREE.")
    sys.exit(not all(results))


if __name__ == "__main__":
    main()
