#!/usr/bin/env bash
# `scripts/with-postgres.sh COMMAND...`: runs the command beside a PostgreSQL server of its own, named in
# WEIGHBRIDGE_TEST_POSTGRES, and takes the server away afterwards. Needs Debian's package `postgresql`.
set -euo pipefail

binaries="$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)"
if [ -z "$binaries" ]; then
  echo 'No PostgreSQL server was found: run `apt-get install postgresql` and run this again.' >&2
  exit 1
fi

# PostgreSQL refuses to run as root.
as_owner=()
folder="$(mktemp -d)"
if [ "$(id -u)" -eq 0 ]; then
  as_owner=(runuser -u postgres --)
  chown postgres "$folder"
fi

stop() {
  (cd "$folder" && "${as_owner[@]}" "$binaries/pg_ctl" stop -D data -m immediate >/dev/null 2>&1) || true
  rm -rf "$folder"
}
trap stop EXIT

port="$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => s.close(console.log(s.address().port)))')"

# Loopback is trusted, except for one user whom the tests give a password. Sorting by ICU is not sorting by bytes.
(
  cd "$folder"
  "${as_owner[@]}" "$binaries/initdb" -D data -U postgres --auth=trust --no-sync --encoding=UTF8 \
    --locale=C.UTF-8 --locale-provider=icu --icu-locale=en-US >initdb.log 2>&1 || { cat initdb.log >&2; exit 1; }
  "${as_owner[@]}" openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost -keyout data/server.key -out data/server.crt 2>/dev/null
  "${as_owner[@]}" sed -i '1i host all with_password 127.0.0.1/32 scram-sha-256' data/pg_hba.conf
  "${as_owner[@]}" "$binaries/pg_ctl" start -w -D data -l data/log -o \
    "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c ssl=on" >/dev/null ||
    { cat data/log >&2; exit 1; }
)

export WEIGHBRIDGE_TEST_POSTGRES="postgres://postgres@127.0.0.1:$port/postgres"
"$@"
