#!/usr/bin/env bash
# Serves the sample site while it is written, at http://127.0.0.1:8000 or the next port that is free.
# PORT names another port to begin with; further arguments are those of `casebook serve`.
set -euo pipefail
cd "$(dirname "$0")/.."

cargo build --release
exec "${CARGO_TARGET_DIR:-target}/release/casebook" serve --port "${PORT:-8000}" "$@"
