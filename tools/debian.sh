#!/usr/bin/env bash
# Installs Debian packages where that is ours to do (root); elsewhere prints the command and fails.
# Callers look first whether they need anything: a machine that has all of it never meets apt-get.
# usage: tools/debian.sh PACKAGE…
set -euo pipefail

if ! command -v apt-get >/dev/null; then
    echo "missing: $* (a Debian package; this is no Debian, install its equal)" >&2
    exit 1
fi
if [ "$(id -u)" -ne 0 ]; then
    echo "missing: $*. Install it with: sudo apt-get install --no-install-recommends $*" >&2
    exit 1
fi
echo "installing Debian packages: $*"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "$@" >/dev/null
