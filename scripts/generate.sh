#!/usr/bin/env bash
# Writes the reference documents that casebook generates from its own types, or with --check says
# which of the committed ones differ from what it generates now. CASEBOOK names the program;
# without it, it is built.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=docs/reference
if [ -z "${CASEBOOK:-}" ]; then
  cargo build --release --quiet
  CASEBOOK="${CARGO_TARGET_DIR:-target}/release/casebook"
fi

# generate FOLDER
generate() {
  local document lang
  mkdir -p "$1"
  for document in codes fields; do
    for lang in zh en; do
      "$CASEBOOK" --lang "$lang" reference "$document" >"$1/$document.$lang.md"
    done
  done
  "$CASEBOOK" reference schema >"$1/schema.json"
}

case "${1:-}" in
  "")
    generate "$folder"
    echo "$folder is written"
    ;;
  --check)
    fresh=$(mktemp -d)
    trap 'rm -rf "$fresh"' EXIT
    generate "$fresh"
    if ! diff -ruN "$folder" "$fresh"; then
      echo "$folder is out of date: run bash scripts/generate.sh and commit what it writes"
      exit 1
    fi
    echo "$folder is up to date"
    ;;
  *)
    echo "usage: bash scripts/generate.sh [--check]" >&2
    exit 2
    ;;
esac
