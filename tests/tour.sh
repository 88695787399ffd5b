#!/usr/bin/env bash
# The tour of README.md, run as it is printed there: each block of it, in order, in an empty folder.
# Usage: tests/tour.sh [path to netra]
set -euo pipefail
NETRA=${1:-${NETRA:-target/debug/netra}}
[ -x "$NETRA" ] || { echo "build first: cargo build -p netra-cli" >&2; exit 2; }
PATH="$(dirname "$(realpath "$NETRA")"):$PATH"
readme=$(realpath "$(dirname "$0")/../README.md")
DIR=$(mktemp -d)
trap 'rm -rf "$DIR"' EXIT
cd "$DIR"

# The build itself is the caller's.
blocks() { sed -n '/^## A tour/,/^## The same/p' "$readme" | sed -n '/^```sh$/,/^```$/p' | grep -v -e '^```' -e '^cargo build'; }
[ "$(blocks | wc -l)" -gt 25 ] || { echo "not ok - no tour in README.md" >&2; exit 1; }
{ echo 'set -euo pipefail'; blocks; } >tour
bash tour >out 2>err || { cat out err >&2; echo "not ok - the tour of README.md" >&2; exit 1; }

said() { grep -q -- "$1" "$2" || { cat out err >&2; echo "not ok - the tour does not say “$1”" >&2; exit 1; }; }
said '"invalid":1' out
said 'No Number' rejects.csv
said '^as it should be$' out
said '"code":"project.not_complete"' err
said '"healthy":true' out
[ "$(find handover -name '*.pdf' | wc -l)" -gt 3 ] || { echo "not ok - no project pack" >&2; exit 1; }
echo "ok - the tour of README.md"
