"""Runs every peer and Lodestock on the same jobs, in turn, checks that answers agree, prints rates and ratios.

python benches/peers/run.py [--job j1|rts79|gallium|cobalt|j2] [--runs 5] [--seconds 2] [--lodestock FILE]
"""

import argparse
import importlib
import json
import os
import resource
import statistics
import subprocess
import sys

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[variable] = "1"  # before NumPy is loaded: one core, as for Lodestock

import answers
from job import FILES, MODEL, ROOT

# Module, and the table in it: name of a contestant → its function of paths and seed.
PEERS = {
    "j1": ["j1_numpy", "j1_numba", "j1_simpy", "j1_pywr"],
    "rts79": ["rts79_numpy", "rts79_numba", "rts79_assetra"],
    "gallium": ["model_jobs:GALLIUM"],
    "cobalt": ["model_jobs:COBALT"],
    "j2": ["model_jobs:J2", "j2_numpy", "j2_numba", "j2_pywr"],
}
STEPS = {"j1": 120, "rts79": 8736, "gallium": 120, "cobalt": 120, "j2": 120}
# Paths of the first, short run, by job or peer; the model in NumPy is slow on fewer than a batch.
FIRST = {"j1": 200, "rts79": 8, "gallium": 1_024, "cobalt": 1_024, "j2": 50, "model_jobs:J2": 512}
PATHS = {"j1": 200_000, "rts79": 2_000, "gallium": 16_000, "cobalt": 16_000, "j2": 4_000}  # of Lodestock


def processor_time(who=resource.RUSAGE_SELF):
    """Seconds of processor so far: on one thread what a clock shows, but for who else is using the machine."""
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def lodestock(binary, job, seed):
    """One run of the release binary, reading and printing included: seconds, path-steps, answers."""
    command = [binary, "run", str(ROOT / FILES[job]), "--threads", "1", "--format", "json"]
    command += ["--paths", str(PATHS[job]), "--seed", str(seed)]
    start = processor_time(resource.RUSAGE_CHILDREN)
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    seconds = processor_time(resource.RUSAGE_CHILDREN) - start
    out = json.loads(text)
    return seconds, out["paths"] * out["steps"], answers.of_lodestock(job, out)


def peer(function, job, paths, seed):
    """One run of a peer: seconds, path-steps, answers."""
    start = processor_time()
    result = function(paths, seed)
    seconds = processor_time() - start
    return seconds, paths * STEPS[job], answers.of_peer(job, result)


def contestants(job, binary, seconds):
    """Name → a function of the seed; peers that cannot be loaded or started are reported and left out."""
    found = {"Lodestock": lambda seed: lodestock(binary, job, seed)}
    for place in PEERS[job]:
        module, _, table = place.partition(":")
        try:
            variants = getattr(importlib.import_module(module), table or "VARIANTS")
        except ImportError as problem:
            print(f"{job}: {module} not run: {problem}")
            continue
        for name, function in variants.items():
            try:
                paths = size(function, job, FIRST.get(place, FIRST[job]), seconds)
            except Exception as problem:  # noqa: BLE001, a peer's failure is a line in the report
                print(f"{job}: {name} not run: {problem!r}")
                continue
            found[name] = lambda seed, f=function, n=paths: peer(f, job, n, seed)
    return found


def size(function, job, first, seconds):
    """How many paths a peer does in about so many seconds, not fewer than the first, short run."""
    peer(function, job, first, 1)  # compiles, warms up
    paths, took = first, 0.0
    while took < seconds / 4:  # small runs are slow runs for peers that work on arrays
        paths *= 2
        took, *_ = peer(function, job, paths, 1)
    return max(paths // 2, round(paths * seconds / took))


def compare(job, arguments):
    """All contestants in turn, several times; True if every answer agrees."""
    rates, findings = {}, {}
    everyone = contestants(job, arguments.lodestock, arguments.seconds)
    for turn in range(arguments.runs):
        for name, run in everyone.items():
            seconds, work, found = run(turn + 1)
            rates.setdefault(name, []).append(work / seconds / 1e6)
            findings.setdefault(name, []).append(found)
    print(f"\n{job}: million path-steps/s, median of {arguments.runs}; Lodestock against the peer; answers\n")
    ours, agreed = statistics.median(rates["Lodestock"]), True
    known = {name: (value, 0.0) for name, value in answers.REFERENCE.get(job, {}).items()}
    for name, values in rates.items():
        rate, found = statistics.median(values), answers.pooled(findings[name])
        compared = {key: answers.distance(value, known[key]) for key, value in found.items() if key in known}
        for key, value in found.items():
            known.setdefault(key, value)
        agreed &= all(gap <= answers.ERRORS for gap in compared.values())
        agreed &= bool(compared) or not (job in answers.REFERENCE or name == MODEL)
        print(f"  {name:24} {rate:9.4f}  {ours / rate:8.2f} ×   {words(found, known, compared)}")
    return agreed


def words(found, known, compared):
    """A few answers in full, many as a count; and those that disagree."""
    parts = [f"{key} {value:.5g} ± {error:.2g}" for key, (value, error) in found.items()] if len(found) <= 3 else []
    if compared:
        parts.append(f"{len(compared)} compared, worst {max(compared.values()):.1f} standard errors")
    else:
        parts.append("compared with nobody's")
    for key, gap in compared.items():
        if gap > answers.ERRORS:
            parts.append(f"{key}: {found[key][0]:.5g} IS NOT {known[key][0]:.5g}")
    return "; ".join(parts)


def model_agrees(binary):
    """The dated cases, where the model in NumPy can be loaded."""
    try:
        cases = importlib.import_module("model_cases")
    except ImportError as problem:
        print(f"dated cases not run: {problem}")
        return True
    return cases.check(binary)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--job", choices=PEERS, action="append")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2.0, help="about this long for a run of a peer")
    parser.add_argument("--lodestock", default=str(ROOT / "target/release/lodestock"))
    arguments = parser.parse_args()
    jobs = arguments.job or list(PEERS)
    results = [model_agrees(arguments.lodestock)] if {"gallium", "cobalt", "j2"} & set(jobs) else []
    results += [compare(job, arguments) for job in jobs]
    print("\nAll answers agree." if all(results) else "\nSome answers DISAGREE.")
    sys.exit(not all(results))


if __name__ == "__main__":
    main()
