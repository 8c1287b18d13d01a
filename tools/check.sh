#!/usr/bin/env bash
# Every check that needs no running stack, all at the same time; each says its name when it fails.
set -uo pipefail
cd "$(dirname "$0")/.."
declare -A running
check() {
  local name=$1
  shift
  "$@" &
  running[$!]=$name
}
check types .venv/bin/mypy
check layers .venv/bin/lint-imports --no-logo
check documents .venv/bin/python -m tools.event_docs --check
check contracts .venv/bin/python -m shared.schema.golden shared.contracts
check texts .venv/bin/python -m tools.messages --check
check prose .venv/bin/python -m tools.prose
check style .venv/bin/ruff check -q .
check format .venv/bin/ruff format -q --check .
failed=()
for process in "${!running[@]}"; do
  wait "$process" || failed+=("${running[$process]}")
done
if [ ${#failed[@]} -gt 0 ]; then
  echo "failed: ${failed[*]}" >&2
  exit 1
fi
