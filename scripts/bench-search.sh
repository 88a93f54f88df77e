#!/usr/bin/env bash
# Measures casebook's search in a browser, and Pagefind's beside it on the same pages:
#
#   bash scripts/bench-search.sh                          the sample site
#   bash scripts/bench-search.sh --quick                  a few queries, to try it (a minute)
#   bash scripts/bench-search.sh --site NAME=FOLDER       any site, or a folder with `content`
#   bash scripts/bench-search.sh --generated 1000,10000   sites that the generator writes
#   bash scripts/bench-search.sh --tune --sample --site NAME=FOLDER
#
# It needs Node, Chromium and GNU time, and builds casebook unless CASEBOOK names it.
# benches/search/README.md explains options and numbers.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ -z "${CASEBOOK:-}" ]; then
  cargo build --release --quiet
  export CASEBOOK="${CARGO_TARGET_DIR:-target}/release/casebook"
fi
[ -d benches/search/node_modules ] || npm --prefix benches/search ci
[ -d client/node_modules ] || npm --prefix client ci
exec node benches/search/run.mjs "$@"
