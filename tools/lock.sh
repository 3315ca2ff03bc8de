#!/usr/bin/env bash
# Writes requirements/dev.txt and requirements/run.txt anew: every version with its hashes, for every platform, naming no host.
# dev.txt comes first and binds run.txt, so that what is tested is what runs. uv lives in a folder that is thrown away.
# usage: tools/lock.sh PYTHON [uv arguments, e.g. --upgrade]
set -euo pipefail
cd "$(dirname "$0")/.."
python=$1
shift

aside=$(mktemp -d)
trap 'rm -rf "$aside"' EXIT
"$python" -m venv "$aside/venv"
"$aside/venv/bin/python" -m pip --disable-pip-version-check --quiet install uv

compile() {
    # The machine's own certificates: behind an office proxy there are no others.
    "$aside/venv/bin/uv" pip compile --quiet --system-certs --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --no-emit-index-url --no-emit-find-links "$@"
}

compile pyproject.toml --extra test --extra check --output-file requirements/dev.txt "$@"
echo 'setuptools>=80' > "$aside/build.in" # builds the editable install of cakupan itself
compile pyproject.toml "$aside/build.in" --constraint requirements/dev.txt --output-file requirements/run.txt "$@"

if grep -nE '://|^-' requirements/run.txt requirements/dev.txt; then
    echo "lock: a lock names a host or an index (above); mend it before committing" >&2
    exit 1
fi
