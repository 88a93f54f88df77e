#!/usr/bin/env bash
# Runs every check of the project, or a part of them:
#
#   bash scripts/test.sh            all
#   bash scripts/test.sh rust       what needs Rust alone
#   bash scripts/test.sh browser    what needs Node, Java and a browser
#
# It wants Rust and Node (>= 20), and gets the rest itself: Debian's packages where it may
# (as root, or by sudo without a password), packages of npm always. It stops at the first step that
# fails, and its last line says how many steps passed, failed and were not run.
set -euo pipefail
cd "$(dirname "$0")/.."

part="${1:-all}"
case "$part" in
  all | rust | browser) ;;
  *)
    echo "usage: bash scripts/test.sh [all|rust|browser]" >&2
    exit 2
    ;;
esac

export CARGO_TERM_COLOR="${CARGO_TERM_COLOR:-never}"

# ---------------------------------------------------------------- steps

tools() {
  local missing=()
  command -v cargo >/dev/null || { echo "Rust is missing: install it with rustup (https://rustup.rs)"; return 1; }
  for component in fmt clippy; do
    cargo "$component" --version >/dev/null 2>&1 || { echo "missing: rustup component add rustfmt clippy"; return 1; }
  done
  command -v npm >/dev/null || { echo "Node is missing: install version 20 or later, with npm"; return 1; }
  if [ "$(node -p 'parseInt(process.versions.node)')" -lt 20 ]; then
    echo "Node is $(node --version): version 20 or later is needed"
    return 1
  fi
  [ "$part" = rust ] && return

  has_chromium || missing+=(chromium)
  has_chinese_font || missing+=(fonts-noto-cjk)
  has_java || missing+=(default-jre-headless)
  [ -x /usr/bin/time ] || missing+=(time)
  [ ${#missing[@]} -eq 0 ] || install_packages "${missing[@]}"
}

has_chromium() {
  [ -n "${CHROMIUM:-}" ] || command -v chromium chromium-browser google-chrome >/dev/null
}

has_chinese_font() {
  command -v fc-list >/dev/null && [ -n "$(fc-list :lang=zh-cn file)" ]
}

has_java() {
  [ -n "${JAVA:-}" ] || java -version >/dev/null 2>&1
}

install_packages() {
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if ! sudo -n true 2>/dev/null; then
      echo "missing packages; install them with: apt-get install $*"
      return 1
    fi
    as_root=(sudo -n)
  fi
  command -v apt-get >/dev/null || { echo "missing, and there is no apt-get to install them: $*"; return 1; }
  "${as_root[@]}" apt-get update -q
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"
}

format() { cargo fmt --check; }
clippy() { cargo clippy --all-targets -- -D warnings; }
documentation() { RUSTDOCFLAGS="-D warnings" cargo doc --no-deps; }
rust_tests() { cargo test; }
release_build() { cargo build --release; }
generated_files() { bash scripts/generate.sh --check; }

sample_site() {
  local folder status=0
  folder=$(mktemp -d)
  "$CASEBOOK" build --strict --output "$folder/site" || status=$?
  rm -rf "$folder"
  return "$status"
}

client() {
  npm --prefix client ci
  npm --prefix client run check
  # Answers are compared on the sample site and on a larger one.
  local folder status=0
  folder=$(mktemp -d)
  cargo bench --quiet --bench generate -- --pages 300 --out "$folder/site"
  CASEBOOK_SITE="$folder/site" npm --prefix client test || status=$?
  rm -rf "$folder"
  return "$status"
}

# Not for its numbers: a benchmark that does not run any more is noticed late.
search_benchmark() { bash scripts/bench-search.sh --quick --engine casebook --part quality; }

browser_packages() { npm --prefix tests/browser ci; }
browser_tests() { npm --prefix tests/browser test; }

# ---------------------------------------------------------------- the run

names=()
functions=()
step() {
  names+=("$1")
  functions+=("$2")
}

step "tools" tools
if [ "$part" != browser ]; then
  step "cargo fmt" format
  step "cargo clippy" clippy
  step "cargo doc" documentation
  step "cargo test" rust_tests
fi
step "release build" release_build
if [ "$part" != browser ]; then
  step "generated files" generated_files
  step "sample site" sample_site
  step "client" client
fi
if [ "$part" != rust ]; then
  step "browser packages" browser_packages
  step "browser tests" browser_tests
  step "search benchmark" search_benchmark
fi

target=${CARGO_TARGET_DIR:-target}
case "$target" in
  /*) ;;
  *) target="$PWD/$target" ;;
esac
export CASEBOOK="$target/release/casebook"

began=$SECONDS
for at in "${!names[@]}"; do
  name=${names[$at]}
  start=$SECONDS
  echo "=== $name"
  # A shell of its own, so that a failing command ends the step, and only the step.
  set +e
  (set -e; "${functions[$at]}")
  status=$?
  set -e
  if [ "$status" -ne 0 ]; then
    echo "=== $name FAILED after $((SECONDS - start)) s (exit status $status)"
    echo "$((${#names[@]} - at - 1)) steps not run; $((SECONDS - began)) s"
    echo "$at passed, 1 failed"
    exit 1
  fi
  echo "=== $name passed in $((SECONDS - start)) s"
done
echo "$((SECONDS - began)) s"
echo "${#names[@]} passed, 0 failed"
