"""Where time goes, by source file of the engine: samples of a run on one thread, taken by perf.

Run after `cargo build --release`: python3 benches/profile.py [scenario] [paths]. It wants perf and addr2line.
A sample counts for the innermost inlined function that is the project's own and not mere arithmetic (lanes.rs)."""

import collections, os, re, subprocess, sys, tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BINARY = os.path.join(os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target")), "release", "lodestock")


def output(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def samples(scenario, paths):
    """Sampled addresses of the command, as its file numbers them; `None` for those of the system."""
    with tempfile.NamedTemporaryFile() as data:
        output("perf", "record", "-e", "cpu-clock", "-F", "2000", "-o", data.name,
               BINARY, "run", scenario, "--paths", paths, "--threads", "1")
        script = output("perf", "script", "-i", data.name, "-F", "ip", "--show-mmap-events")
    mapped = re.compile(r"\[0x([0-9a-f]+)\(0x([0-9a-f]+)\) @ (?:0x)?([0-9a-f]+) .*r-xp .*/lodestock$")
    start = end = offset = 0
    counts = collections.Counter()
    for line in script.splitlines():
        if found := mapped.search(line):
            start, size, offset = (int(word, 16) for word in found.groups())
            end = start + size
        elif re.fullmatch(r"\s*[0-9a-f]+\s*", line):
            at = int(line, 16)
            counts[at - start + offset if start <= at < end else None] += 1
    return counts


def shift():
    """What the linker added to places in the file to make addresses of code."""
    for words in (line.split() for line in output("readelf", "-lW", BINARY).splitlines()):
        if words[:1] == ["LOAD"] and "E" in words[6:8]:
            return int(words[2], 16) - int(words[1], 16)
    raise SystemExit("no code in the command")


def places(addresses):
    """Address → files of its inlined functions, innermost first."""
    given = "\n".join(hex(at) for at in addresses)
    lines = subprocess.run(["addr2line", "-a", "-i", "-e", BINARY], input=given, check=True, capture_output=True, text=True)
    files, here = {}, None
    for line in lines.stdout.splitlines():
        if line.startswith("0x"):
            here = files.setdefault(int(line, 16), [])
        else:
            here.append(line.split(":")[0])
    return files


def own(files):
    """The project's file that a sample counts for."""
    for file in files:
        if (found := re.search(r"crates/lodestock-(\w+)/src/(.*)\.rs$", file)) and found[2] != "lanes":
            return f"{found[1]}: {found[2]}"
    return "libraries"


def main():
    scenario = sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, "scenarios", "cobalt-drc.toml")
    paths = sys.argv[2] if len(sys.argv) > 2 else "50000"
    counts, added = samples(scenario, paths), shift()
    files = places(at + added for at in counts if at is not None)
    spent = collections.Counter()
    for at, times in counts.items():
        spent["system and its libraries" if at is None else own(files[at + added])] += times
    print("| where | share |\n|---|---|")
    for where, times in spent.most_common():
        if times >= 0.005 * spent.total():
            print(f"| {where} | {times / spent.total():.1%} |")
    print(f"\n{spent.total()} samples")


if __name__ == "__main__":
    main()
