#!/usr/bin/env bash
# The proofs of what happens to a device when things go wrong while content is installed:
#
#   bash tests/faults/run.sh [--full] [KIOSK_PACK]
#
# Without --full a sample of each (a minute on two cores), with it everything (an hour, more where
# others work too). Each proof prints its figures as JSON, and with them that it found out its
# broken twins. FAULTS_OUT names a folder that keeps the figures, the packs and a journal: a run
# that is cut off goes on from there. What is proven, and figures: README.md beside this.
# Exit code: 0 all proven; 1 something is wrong; 77 nothing is wrong, but a proof could not run
# here, which is said and is no pass.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
how=()
tool=
for word in "$@"; do
  case "$word" in
    --full) how+=(--full) ;;
    -*) echo "faults: \"$word\" is no option. Usage: run.sh [--full] [KIOSK_PACK]" >&2; exit 2 ;;
    *) tool=$word ;;
  esac
done
for built in "$root/build-test/kiosk-pack" "$root/build/kiosk-pack"; do
  if [ -z "$tool" ] && [ -x "$built" ]; then tool=$built; fi
done
if [ ! -x "$tool" ]; then
  echo "faults: kiosk-pack is not built. Run bash tests/run.sh first." >&2
  exit 2
fi

if [ -n "${FAULTS_OUT:-}" ]; then
  out=$FAULTS_OUT
  how+=(--journal "$out/journal")
else
  out=$(mktemp -d)
  trap 'rm -rf "$out"' EXIT
fi
mkdir -p "$out/packs"
export PYTHONDONTWRITEBYTECODE=1
failed=() missing=()
for proof in read_sweep kill_sweep power_cut; do
  code=0
  python3 "$here/$proof.py" "$tool" "${how[@]}" --packs "$out/packs" > "$out/$proof.json" || code=$?
  cat "$out/$proof.json"
  case "$code" in
    0) ;;
    77) missing+=("$proof") ;;
    *) failed+=("$proof") ;;
  esac
done
if [ "${#missing[@]}" -gt 0 ]; then echo "faults: DID NOT RUN HERE: ${missing[*]}" >&2; fi
if [ "${#failed[@]}" -gt 0 ]; then
  echo "faults: FAILED: ${failed[*]}" >&2
  exit 1
fi
if [ "${#missing[@]}" -gt 0 ]; then exit 77; fi
echo "faults: all proven"
