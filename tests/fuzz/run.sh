#!/usr/bin/env bash
# Fuzzes: run.sh [--seconds N | --executions N] [NAME...]     60 seconds each, if nothing is said
#         run.sh --self-test                                  finds what is planted in the twins
#         run.sh --totals                                     all runs so far, added up
#
# Builds the harnesses with clang, AddressSanitizer and UndefinedBehaviorSanitizer in
# build-fuzz/, runs each named one (all, if none is), and prints a JSON line a harness, which
# build-fuzz/figures.jsonl keeps too. What it learns stays in build-fuzz/corpus/, so a later
# run goes on from there. Inputs that led to a finding lie in build-fuzz/findings/.
#
# Exit code 1: something was found. KIOSK_FUZZ_NICE (10) is the niceness it runs with.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=$root/build-fuzz
here=$root/tests/fuzz
niceness=${KIOSK_FUZZ_NICE:-10}
all=(json content archive text picture)
seconds=60
executions=
self_test=
totals=
names=()

while [ $# -gt 0 ]; do
  case "$1" in
    --seconds | --executions)
      if ! [[ ${2:-} =~ ^[1-9][0-9]*$ ]]; then
        echo "fuzz: $1 wants a number." >&2
        exit 2
      fi
      if [ "$1" = --seconds ]; then seconds=$2 executions=; else executions=$2 seconds=; fi
      shift
      ;;
    --self-test) self_test=yes ;;
    --totals) totals=yes ;;
    *)
      if [ ! -f "$here/$1.cpp" ] || [[ ! " ${all[*]} " == *" $1 "* ]]; then
        echo "fuzz: there is no harness \"$1\". Use ${all[*]}." >&2
        exit 2
      fi
      names+=("$1")
      ;;
  esac
  shift
done
if [ ${#names[@]} -eq 0 ]; then names=("${all[@]}"); fi

# Of figures.jsonl: how often each harness was run in all, and the worst that was seen.
add_up() {
  python3 - "$build/figures.jsonl" <<'ADD'
import json
import sys

totals = {}
for line in open(sys.argv[1]):
    run = json.loads(line)
    total = totals.setdefault(run['harness'], dict.fromkeys(run, 0) | {'harness': run['harness']})
    for name, value in run.items():
        if name in ('peak_memory_mib', 'slowest_s'):
            total[name] = max(total[name], value)
        elif name != 'harness':
            total[name] += value
for total in totals.values():
    print(json.dumps(total))
ADD
}

if [ -n "$totals" ]; then
  if [ ! -f "$build/figures.jsonl" ]; then
    echo "fuzz: nothing was run yet." >&2
    exit 2
  fi
  add_up
  exit
fi

if ! command -v clang++ > /dev/null; then
  echo "fuzz: clang++ is missing. As root, run: apt-get install clang libclang-rt-dev" >&2
  exit 2
fi

prepare() {  # TARGET...
  local said
  if ! said=$({ [ -f "$build/build.ninja" ] && grep -q '^KIOSK_FUZZ:BOOL=ON' "$build/CMakeCache.txt" ||
    cmake -S "$root" -B "$build" -G Ninja -DCMAKE_C_COMPILER=clang -DCMAKE_CXX_COMPILER=clang++ \
      -DKIOSK_FUZZ=ON; } 2>&1 && nice -n 10 ninja -C "$build" "$@" 2>&1); then
    echo "$said" >&2
    exit 2
  fi
}

# Longer inputs than these find nothing that shorter ones do not, and are slower.
longest() {  # NAME
  case "$1" in
    json) echo 300 ;;
    content) echo 8192 ;;
    archive) echo 6144 ;;
    picture) echo 2048 ;;
    *) echo 512 ;;
  esac
}

# An input may take 60 s by the clock on the wall; the limit of 1 s is one
# of the process's own time and kept by fuzz_target.cpp, because others may use the machine.
fuzz() {  # NAME LIMIT... ; output of libFuzzer
  local name=$1
  shift
  local options=(-rss_limit_mb=512 -timeout=60 -report_slow_units=5 -print_final_stats=1
    -max_len="$(longest "$name")" -artifact_prefix="$build/findings/$name-" -entropic=0
    -reload=0  # else it lists the corpus anew every second
    -detect_leaks=1 -use_value_profile=0)
  if [ -f "$here/$name.dict" ]; then options+=(-dict="$here/$name.dict"); fi
  mkdir -p "$build/corpus/$name" "$build/findings"
  ASAN_OPTIONS=quarantine_size_mb=4:malloc_context_size=0:max_malloc_fill_size=0:allocator_may_return_null=1 \
    UBSAN_OPTIONS=print_stacktrace=1 \
    nice -n "$niceness" "$build/tests/fuzz/fuzz_$name" "${options[@]}" "$@" \
    "$build/corpus/$name" "$here/corpus/$name"
}

value_of() { sed -n "s/^stat::$1: *//p" "$2" | tail -1; }

found_in() { grep -cE "$1" "$2" || true; }

report() {  # NAME LOG SECONDS
  local name=$1 log=$2 took=$3 executions memory slowest crashes slow large
  executions=$(value_of number_of_executed_units "$log")
  memory=$(value_of peak_rss_mb "$log")
  slowest=$(value_of slowest_unit_time_sec "$log")
  slow=$(found_in '^fuzz: slow unit|ERROR: libFuzzer: timeout' "$log")
  large=$(found_in 'ERROR: libFuzzer: out-of-memory' "$log")
  crashes=$(found_in 'ERROR: AddressSanitizer|ERROR: LeakSanitizer|runtime error:|^fuzz: broken demand|ERROR: libFuzzer: (deadly|fuzz target exited)' "$log")
  crashes=$((crashes > 0 && slow == 0 ? 1 : 0))
  printf '{"harness":"%s","executions":%s,"seconds":%s,"crashes":%s,"slow_units":%s,"beyond_memory":%s,"peak_memory_mib":%s,"slowest_s":%s}\n' \
    "$name" "${executions:-0}" "$took" "$crashes" "$slow" "$large" "${memory:-0}" "${slowest:-0}" |
    tee -a "$build/figures.jsonl"
  if [ $((crashes + slow + large)) -gt 0 ]; then
    grep -E 'ERROR|runtime error|^fuzz:|Test unit written' "$log" | head -5 >&2
    return 1
  fi
  if [ -z "$executions" ]; then
    echo "fuzz: $name ended without saying why:" >&2
    tail -5 "$log" >&2
    return 1
  fi
}

run() {  # NAME
  local name=$1 log=$build/$1.log start=$SECONDS
  local limit=(-max_total_time="$seconds")
  if [ -n "$executions" ]; then limit=(-runs="$executions"); fi
  fuzz "$name" "${limit[@]}" > "$log" 2>&1 || true
  report "$name" "$log" $((SECONDS - start))
}

# Each twin must be found, and for what it is.
self_test() {
  local twin expected log failed=0
  prepare fuzz_twin_beyond fuzz_twin_slow fuzz_twin_memory fuzz_twin_demand
  while read -r twin expected; do
    log=$build/twin_$twin.log
    mkdir -p "$build/findings" "$build/twin_seed"
    echo "nothing of interest" > "$build/twin_seed/seed"
    rm -rf "$build/twin_corpus" && mkdir "$build/twin_corpus"
    ASAN_OPTIONS=quarantine_size_mb=4 nice -n "$niceness" \
      "$build/tests/fuzz/fuzz_twin_$twin" -max_total_time=90 -max_len=64 -rss_limit_mb=512 \
      -timeout=60 -artifact_prefix="$build/findings/twin-" \
      "$build/twin_corpus" "$build/twin_seed" > "$log" 2>&1 || true
    if grep -qE "$expected" "$log"; then
      echo "fuzz: twin \"$twin\" was found"
    else
      echo "fuzz: twin \"$twin\" was NOT found; see $log" >&2
      failed=1
    fi
  done <<'TWINS'
beyond heap-buffer-overflow
slow ^fuzz: slow unit|libFuzzer: timeout
memory out-of-memory
demand ^fuzz: broken demand
TWINS
  rm -f "$build"/findings/twin-*
  return $failed
}

if [ -n "$self_test" ]; then
  self_test
  exit
fi
prepare "${names[@]/#/fuzz_}"
failed=0
for name in "${names[@]}"; do run "$name" || failed=1; done
exit $failed
