#!/usr/bin/env bash
# Make .venv and install exactly what requirements.lock says.
set -euo pipefail
cd "$(dirname "$0")/.."
PYTHON=${PYTHON:-python3.11}
command -v "$PYTHON" >/dev/null || PYTHON=python3
"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; found $("$PYTHON" --version)" >&2; exit 1; }
if ! "$PYTHON" -c 'import ensurepip' 2>/dev/null; then
  # Debian ships venv in a package of its own.
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null
  else
    echo "Python's venv module is missing: sudo apt-get install python3-venv" >&2
    exit 1
  fi
fi
export VIRTUAL_ENV=$PWD/.venv  # whatever environment the caller has active, this one is filled
rm -f .venv/installed
[ -x .venv/bin/python ] && .venv/bin/python -c '' 2>/dev/null || { rm -rf .venv; "$PYTHON" -m venv .venv; }
# uv comes first, as the lock has it: it installs the rest faster than pip.
.venv/bin/python -m pip install -q --require-hashes -r <(awk '/^[^ ]/ {mine = /^uv==/} mine' requirements.lock)
# Compiled here, since many an environment forbids Python to do it later: each process would compile all it imports.
.venv/bin/uv pip install -q --require-hashes --compile-bytecode -r requirements.lock
.venv/bin/uv pip install -q --no-deps --no-build-isolation -e . 2>/dev/null || .venv/bin/uv pip install -q --no-deps -e .
touch .venv/installed
