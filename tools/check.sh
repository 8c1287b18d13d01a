#!/usr/bin/env bash
# Every check that needs no running stack; each says its name when it fails.
set -uo pipefail
cd "$(dirname "$0")/.."
failed=()
check() {
  local name=$1
  shift
  "$@" || failed+=("$name")
}
check style .venv/bin/ruff check -q .
check format .venv/bin/ruff format -q --check .
check types .venv/bin/mypy
check layers .venv/bin/lint-imports --no-logo
check contracts .venv/bin/python -m shared.schema.golden shared.contracts
check documents .venv/bin/python -m tools.event_docs --check
check texts .venv/bin/python -m tools.messages --check
check prose .venv/bin/python -m tools.prose
if [ ${#failed[@]} -gt 0 ]; then
  echo "failed: ${failed[*]}" >&2
  exit 1
fi
