#!/usr/bin/env bash
# Builds the sample site and serves it on this machine only, at http://127.0.0.1:8000 or the next
# port that is free. PORT names another port to begin with. It needs Rust, and Node or Python.
set -euo pipefail
cd "$(dirname "$0")/.."

cargo build --release
"${CARGO_TARGET_DIR:-target}/release/casebook" build --output public
if command -v node >/dev/null; then
  exec node tests/browser/setup/server.mjs public "${PORT:-8000}"
fi
exec python3 - public "${PORT:-8000}" <<'PYTHON'
import functools, http.server, sys

folder, first = sys.argv[1], int(sys.argv[2])
handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=folder)
for port in range(first, first + 100):
    try:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError:
        continue
    print(f"{folder} is served at http://127.0.0.1:{port}/ (Ctrl+C ends it)", flush=True)
    server.serve_forever()
sys.exit(f"no port from {first} to {first + 99} is free")
PYTHON
