#!/usr/bin/env bash
# The office's tests on a PostgreSQL server with passwords over TCP, as a region would run it: Debian's, installed where that is ours to do.
# The server lives in a folder that is thrown away, listens on 127.0.0.1 only, and ends with this script.
# usage: tools/server_test.sh PYTHON [pytest arguments]
set -euo pipefail
cd "$(dirname "$0")/.."
python=$1
shift

newest_server() {
    find /usr/lib/postgresql -maxdepth 3 -path '*/bin/postgres' 2>/dev/null | sort -V | tail -n 1
}

[ -n "$(newest_server)" ] || tools/debian.sh postgresql
bin=$(dirname "$(newest_server)")

home=$(mktemp -d)
as_owner=()
if [ "$(id -u)" -eq 0 ]; then
    chown postgres "$home"
    as_owner=(runuser -u postgres --)
fi
stop() {
    "${as_owner[@]}" "$bin/pg_ctl" -D "$home/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$home"
}
trap stop EXIT

password=$(head -c 18 /dev/urandom | base64 | tr -d '/+=')
echo "$password" > "$home/password"
chmod 644 "$home/password"
port=$("$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"${as_owner[@]}" "$bin/initdb" -D "$home/data" -U admin --auth=scram-sha-256 --pwfile="$home/password" --encoding=UTF8 --locale=C.UTF-8 >/dev/null
"${as_owner[@]}" "$bin/pg_ctl" -D "$home/data" -w -l "$home/data/log" \
    -o "-c listen_addresses=127.0.0.1 -p $port -k $home/data -c fsync=off" start >/dev/null
echo "PostgreSQL $("$bin/postgres" --version | sed 's/.*) //') on 127.0.0.1:$port"
CAKUPAN_TEST_DATABASE_URL="host=127.0.0.1 port=$port user=admin password=$password dbname=postgres" \
    "$python" -m pytest -q "$@"
