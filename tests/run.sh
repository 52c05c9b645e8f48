#!/usr/bin/env bash
# Installs what is missing, builds everything with warnings as errors, and runs all tests.
# Options go to ctest: bash tests/run.sh -R scenes
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
bash "$root/platform/prepare.sh" test
cd "$root/build-test"
exec ctest --output-on-failure --no-tests=error --parallel 2 "$@"
