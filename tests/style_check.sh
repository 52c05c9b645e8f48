#!/usr/bin/env bash
# clang-format and clang-tidy over all sources: style_check.sh [BUILD FOLDER]
# Not part of tests/run.sh: it takes minutes, and formatting differs between clang-format's
# versions. The sources are formatted by version 14 (bookworm).
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=${1:-$root/build-test}
cd "$root"

for tool in clang-format run-clang-tidy; do
  if ! command -v "$tool" > /dev/null; then
    echo "style: $tool is missing. As root, run: apt-get install clang-format clang-tidy" >&2
    exit 2
  fi
done
if [ ! -f "$build/compile_commands.json" ]; then
  echo "style: $build holds no build. Run tests/run.sh first, or name a build folder." >&2
  exit 2
fi
mapfile -t sources < <(git ls-files '*.cpp' '*.h')
if clang-format --version | grep -q 'version 14'; then
  clang-format --dry-run -Werror "${sources[@]}"
else
  echo "style: clang-format is not version 14, so the format was not checked." >&2
fi
run-clang-tidy -quiet -p "$build" -j 2 "$root/(kiosk|platform)/.*\.cpp" 2> /dev/null
echo "style: clang-tidy found nothing"
