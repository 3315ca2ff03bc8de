#!/usr/bin/env bash
# The whole test suite. What only some machines have (Java for the Spark engine, Chromium for pages) is installed where that is
# ours to do; else its tests are left out and the last lines say so. In CI (CI=true) nothing may be left out.
# usage: tools/test.sh PYTHON [pytest arguments]
set -euo pipefail
cd "$(dirname "$0")/.."
python=$1
shift

java_runs_spark() {
    local version
    version=$("${JAVA_HOME:+$JAVA_HOME/bin/}java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1) || return 1
    [ "${version:-0}" -ge 17 ]
}

# What is missing here: its tests are left out, and what that means stands in the last lines.
gaps=()
left_out=()
if ! java_runs_spark && ! tools/debian.sh openjdk-17-jre-headless; then
    gaps+=("NOT TESTED: the Spark engine (needs Java 17 or newer: apt-get install openjdk-17-jre-headless)")
    left_out+=("not spark")
fi
if [ ! -x /usr/bin/chromium ] && ! tools/debian.sh chromium; then
    gaps+=("NOT TESTED: the office's pages in a real browser (needs Chromium: apt-get install chromium)")
    left_out+=("not browser")
fi
if [ "${#gaps[@]}" -gt 0 ] && [ "${CI:-}" = true ]; then
    printf '%s; in CI nothing may be missing\n' "${gaps[@]}" >&2
    exit 1
fi
marks=()
if [ "${#left_out[@]}" -gt 0 ]; then
    joined=$(printf ' and %s' "${left_out[@]}")
    marks=(-m "${joined# and }")
fi

# Two at a time, a file never split: a file's tests share what they generate, and each worker may hold an engine in memory.
result=0
"$python" -m pytest -n 2 --dist loadfile "${marks[@]}" "$@" || result=$?
[ "${#gaps[@]}" -eq 0 ] || printf '%s\n' "${gaps[@]}"
exit "$result"
