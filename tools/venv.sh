#!/usr/bin/env bash
# Makes the virtual environment, or says what the machine lacks and how to get it.
# usage: tools/venv.sh PYTHON FOLDER
set -euo pipefail
cd "$(dirname "$0")/.."
python=$1 folder=$2

if ! command -v "$python" >/dev/null; then
    echo "setup: there is no '$python' here. Install Python 3.11 or newer (Debian: apt-get install python3), or name it: make setup PYTHON=…" >&2
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "setup: $("$python" --version) is too old; Python 3.11 or newer is needed. Name another one: make setup PYTHON=python3.11" >&2
    exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    tools/debian.sh python3-venv || {
        echo "setup: $python has no venv module, so .venv cannot be made. Then say again: make setup" >&2
        exit 1
    }
fi
"$python" -m venv "$folder"
