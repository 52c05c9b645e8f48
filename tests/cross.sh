#!/usr/bin/env bash
# Builds the unit tests for arm64 on another machine, against the same packages as
# platform/install/package.sh, and runs them by QEMU's user emulation: cross.sh [options of ctest]
#
# Not run there: rooms that ask the kernel for mounts and devices (`linux`, `helper`), and those whose
# pictures go through the reader that shuts itself in (`decoding`, `imaging`, `authoring`, `refresh`,
# `staff`): the emulation knows nothing of seccomp, and the reader then reads nothing, as it should.
# By hand: it takes a quarter of an hour.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$root/build-test-arm64
sysroot=$root/build-sysroot-arm64

bash "$root/platform/prepare.sh" test
bash "$root/platform/install_missing.sh" cross
bash "$root/platform/install/sysroot.sh" arm64 "$sysroot"
launcher=()
if command -v ccache > /dev/null; then launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache); fi
cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DKIOSK_TESTS=ON "${launcher[@]}" \
  -DCMAKE_TOOLCHAIN_FILE="$root/platform/install/arm64.cmake" -DKIOSK_SYSROOT="$sysroot" \
  -DKIOSK_PACK_TOOL="$root/build-test/kiosk-pack" > /dev/null

mapfile -t rooms < <(sed -n 's/^kiosk_room_tests(\([a-z]*\) .*/\1/p' "$root/tests/CMakeLists.txt" |
  grep -vxE 'linux|helper|decoding|imaging|authoring|refresh|staff')
cmake --build "$build" --target "${rooms[@]/#/test_}"
cd "$build"
exec ctest --output-on-failure --no-tests=error --parallel 2 \
  -R "^($(IFS='|' && echo "${rooms[*]}"))\$" "$@"
