#!/usr/bin/env bash
# Counts the instructions of two jobs and fails if one needs over 5 % more than instructions.txt says.
# `benches/instructions.sh --record` writes that file anew.
#
# Callgrind counts the release command that .ci/run has built, so nothing more is compiled. The crate for this,
# gungraun, was not taken: it wants a runner installed beside it and an optimised build of its own, two minutes.
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "$0")/.."
recorded=benches/instructions.txt
rustc=$(rustc --version)

skip() { echo "instructions: SKIPPED, nothing was checked: $1"; exit 0; }
command -v valgrind >/dev/null || skip "valgrind is not installed"
# Valgrind has no AVX-512 and hides it, so the widest kernel there is AVX2.
grep -qw avx2 /proc/cpuinfo || skip "the counts are of the AVX2 kernel, which this machine has not"

counts=$(mktemp)
trap 'rm -f "$counts"' EXIT

# Instructions of `lodestock run` with arguments, in the function of a name and all that it calls.
instructions() {
    local words runner count
    words=(valgrind --quiet --tool=callgrind "--callgrind-out-file=$counts" "--toggle-collect=$1")
    runner=$(printf '"%s", ' "${words[@]}")
    cargo run --quiet --release --locked --config "target.'cfg(all())'.runner = [$runner]" -- \
        run "${@:2}" --threads 1 >/dev/null
    count=$(sed -n 's/^totals: //p' "$counts")
    [ "${count:-0}" -gt 0 ] || { echo "instructions: no function $1 was seen; was it renamed?" >&2; return 1; }
    echo "$count"
}

# One block of 32 paths through its steps; and sampling, stepping and keeping rows by the runner.
cobalt=$(instructions '*Simulation*steps_avx2*' scenarios/cobalt-drc.toml --paths 32)
j1=$(instructions '*ThreadPool*install*' benches/scenarios/j1.toml --paths 4096)

if [ "${1:-}" = --record ]; then
    printf '%s\n' "$rustc" "cobalt-block $cobalt" "j1-run $j1" >"$recorded"
    cat "$recorded"
    exit
fi

before=$(head -n 1 "$recorded")
if [ "$before" != "$rustc" ]; then
    echo "instructions: NOT COMPARED: recorded with $before, this is $rustc"
    echo "cobalt-block $cobalt"
    echo "j1-run $j1"
    exit
fi

failed=0
compare() { # name, count
    local old
    old=$(sed -n "s/^$1 //p" "$recorded")
    awk -v name="$1" -v new="$2" -v old="$old" 'BEGIN {
        if (!(old > 0)) { print "instructions: " name " is not recorded"; exit 1 }
        change = 100 * (new / old - 1)
        printf "instructions: %s %d, recorded %d, %+.2f %%", name, new, old, change
        print (change > 5 ? ": FAILED, over 5 % more" : change < -5 ? ": faster; record it" : "")
        exit change > 5
    }' || failed=1
}
compare cobalt-block "$cobalt"
compare j1-run "$j1"
[ "$failed" = 0 ] || echo "If the work is worth it: benches/instructions.sh --record, and say why in the changelog." >&2
exit "$failed"
