#!/usr/bin/env bash
# The whole test suite. What only some machines have (Java, for the Spark engine) is installed where that is ours to do;
# else its tests are left out and the last line says so. In CI (CI=true) nothing may be left out.
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

gap=""
if ! java_runs_spark && ! tools/debian.sh openjdk-17-jre-headless; then
    gap="NOT TESTED: the Spark engine (needs Java 17 or newer: apt-get install openjdk-17-jre-headless)"
    if [ "${CI:-}" = true ]; then
        echo "$gap; in CI nothing may be missing" >&2
        exit 1
    fi
fi

# Two at a time, a file never split: a file's tests share what they generate, and each worker may hold an engine in memory.
result=0
"$python" -m pytest -n 2 --dist loadfile ${gap:+-m "not spark"} "$@" || result=$?
[ -z "$gap" ] || echo "$gap"
exit "$result"
