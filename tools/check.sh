#!/usr/bin/env bash
# Every check, all of them even if one fails, and which ones failed in the last line.
# usage: tools/check.sh BIN   (the folder with ruff, mypy, lint-imports and python)
set -uo pipefail
cd "$(dirname "$0")/.."
bin=$1
failed=()

# What reads the office's settings to check them asks no database and signs nothing.
export CAKUPAN_SECRET_KEY=checks-sign-nothing-but-the-key-must-be-long-enough-for-django
export DATABASE_URL=dbname=none DATABASE_LOADER_URL=dbname=none DATABASE_OWNER_URL=dbname=none

check() {
    local name=$1
    shift
    echo "-- $name"
    "$@" || failed+=("$name")
}

check lint "$bin/ruff" check
check format "$bin/ruff" format --check
check types "$bin/mypy"
check office "$bin/python" -m cakupan.office.checked
check imports "$bin/lint-imports"
check "house rules" "$bin/python" -m tools.house
check texts "$bin/python" -m tools.messages check
check "vendored files" "$bin/python" -m tools.vendored
check glossary "$bin/python" -m tools.glossary
check "generated pages" "$bin/python" -m tools.docs --check

if [ ${#failed[@]} -gt 0 ]; then
    printf -v names ', %s' "${failed[@]}"
    echo "check failed: ${names:2}" >&2
    exit 1
fi
echo "check: all ten passed"
