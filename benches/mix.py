"""What a path-step computes: instructions of the AVX2 kernel by kind, counted by callgrind over one block.

Run after `cargo build --release`: python3 benches/mix.py [scenario]. It wants valgrind and objdump."""

import collections, os, re, subprocess, sys, tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BINARY = os.path.join(os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target")), "release", "lodestock")
PATHS = 32
ARITHMETIC = {"add": "sums", "sub": "sums", "mul": "products", "div": "quotients"}
CHOICES = ("cmp", "blend", "min", "max", "and", "or", "comi", "test", "msk")


def counted(scenario):
    """Executions of every address of the command within the kernel, and the steps of the horizon."""
    with tempfile.NamedTemporaryFile("r") as out:
        run = subprocess.run(
            ["valgrind", "--quiet", "--tool=callgrind", "--dump-instr=yes", "--compress-pos=no", "--compress-strings=no",
             "--toggle-collect=*Simulation*steps_avx2*", f"--callgrind-out-file={out.name}",
             BINARY, "run", scenario, "--paths", str(PATHS), "--threads", "1"],
            check=True, capture_output=True, text=True)
        lines = out.read().splitlines()
    counts, of_command, of_callee = collections.Counter(), False, False
    for line in lines:
        if line.startswith("ob="):
            of_command = line.endswith("/lodestock")
        elif line.startswith("calls="):
            of_callee = True  # the next line holds what the callee spent
        elif line.startswith("0x"):
            at, _, times = line.split()
            if of_command and not of_callee:
                counts[int(at, 16)] += int(times)
            of_callee = False
    return counts, int(re.search(r"paths × (\d+)", run.stdout)[1])


def instructions():
    """Address → (name, operands) of every instruction of the command."""
    listing = subprocess.run(["objdump", "-d", "--no-show-raw-insn", BINARY], check=True, capture_output=True, text=True)
    found = re.finditer(r"^ *([0-9a-f]+):\t(?:lock |rep\w* |bnd )*(\w+) *(.*)$", listing.stdout, re.M)
    return {int(at, 16): (name, operands) for at, name, operands in (match.groups() for match in found)}


def kind(name, operands):
    """Kind of an instruction, and how many doubles it works on."""
    if not name.startswith("v"):
        return "addresses, counts, branches", 0
    one = name.endswith(("sd", "ss", "vmovq"))
    wide = 1 if one else 4 if "%ymm" in operands else 2
    if arithmetic := re.match(r"v(add|sub|mul|div)[ps]d$", name):
        return ARITHMETIC[arithmetic[1]], wide
    if name.startswith(("vmov", "vbroadcast")) and "msk" not in name and "(" in operands:
        return ("stores" if operands.endswith(")") else "loads"), wide
    if any(part in name for part in CHOICES):
        return "comparisons and choices", wide
    return "other vector work", wide


def main():
    scenario = sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, "scenarios", "cobalt-drc.toml")
    (counts, steps), code = counted(scenario), instructions()
    executed, doubles, moved = collections.Counter(), collections.Counter(), 0
    for at, times in counts.items():
        name, operands = code[at]
        what, wide = kind(name, operands)
        executed[what] += times
        doubles[what] += times * wide
        if "(" in operands:
            moved += times * 8 * wide
    path_steps = PATHS * steps
    print("| a path-step | instructions | share | doubles |\n|---|---|---|---|")
    for what, times in executed.most_common():
        print(f"| {what} | {times / path_steps:,.0f} | {times / executed.total():.0%} | {doubles[what] / path_steps:,.0f} |")
    print(f"| all | {executed.total() / path_steps:,.0f} | 100% | |")
    print(f"\nread and written by vector instructions: {moved / path_steps / 1e3:,.1f} kB a path-step")


if __name__ == "__main__":
    main()
