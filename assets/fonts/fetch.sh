#!/bin/sh
# Fetches the fonts anew through npm and checks them against SHA256SUMS. The files are
# committed: this is for checking where they come from and for taking newer versions.
# Usage: fetch.sh [output folder]     (needs npm, tar, sha256sum; no Node code is run)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
output=${1:-$here}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# take PACKAGE VERSION, then pairs of: path in the package, name here
take() {
  archive=$(cd "$scratch" && npm pack --silent --ignore-scripts "@expo-google-fonts/$1@$2")
  shift 2
  while [ $# -ge 2 ]; do
    tar -xzOf "$scratch/$archive" "package/$1" > "$output/$2"
    shift 2
  done
}

mkdir -p "$output"
take noto-sans 0.4.2 \
  400Regular/NotoSans_400Regular.ttf NotoSans-Regular.ttf \
  600SemiBold/NotoSans_600SemiBold.ttf NotoSans-SemiBold.ttf
take noto-serif-display 0.4.2 700Bold/NotoSerifDisplay_700Bold.ttf NotoSerifDisplay-Bold.ttf
take noto-kufi-arabic 0.4.3 \
  400Regular/NotoKufiArabic_400Regular.ttf NotoKufiArabic-Regular.ttf \
  600SemiBold/NotoKufiArabic_600SemiBold.ttf NotoKufiArabic-SemiBold.ttf \
  700Bold/NotoKufiArabic_700Bold.ttf NotoKufiArabic-Bold.ttf
take noto-naskh-arabic 0.4.5 400Regular/NotoNaskhArabic_400Regular.ttf NotoNaskhArabic-Regular.ttf
take noto-sans-tifinagh 0.4.1 400Regular/NotoSansTifinagh_400Regular.ttf NotoSansTifinagh-Regular.ttf
take noto-sans-telugu 0.4.2 \
  400Regular/NotoSansTelugu_400Regular.ttf NotoSansTelugu-Regular.ttf \
  700Bold/NotoSansTelugu_700Bold.ttf NotoSansTelugu-Bold.ttf
take noto-sans-nko 0.4.1 400Regular/NotoSansNKo_400Regular.ttf NotoSansNKo-Regular.ttf
take noto-sans-math 0.4.2 400Regular/NotoSansMath_400Regular.ttf NotoSansMath-Regular.ttf

cd "$output" && sha256sum --check --strict "$here/SHA256SUMS"
