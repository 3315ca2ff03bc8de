#!/usr/bin/env bash
# Every check, all of them even if one fails, and which ones failed in the last line.
# usage: tools/check.sh BIN   (the folder with ruff, mypy, lint-imports and python)
set -uo pipefail
cd "$(dirname "$0")/.."
bin=$1
failed=()

check() {
    local name=$1
    shift
    echo "-- $name"
    "$@" || failed+=("$name")
}

check lint "$bin/ruff" check
check format "$bin/ruff" format --check
check types "$bin/mypy"
check imports "$bin/lint-imports"
check "house rules" "$bin/python" -m tools.house
check glossary "$bin/python" -m tools.glossary
check "generated pages" "$bin/python" -m tools.docs --check

if [ ${#failed[@]} -gt 0 ]; then
    printf -v names ', %s' "${failed[@]}"
    echo "check failed: ${names:2}" >&2
    exit 1
fi
echo "check: all seven passed"
