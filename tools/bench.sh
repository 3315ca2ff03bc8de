#!/usr/bin/env bash
# Every bench/*.py, each against its peer in the same run, then the table in docs/benchmarks.md from what they wrote.
# usage: tools/bench.sh PYTHON
set -euo pipefail
cd "$(dirname "$0")/.."
python=$1

shopt -s nullglob
for bench in bench/[a-z]*.py; do
    echo "-- $bench"
    "$python" "$bench"
done
"$python" -m tools.benchmarks
