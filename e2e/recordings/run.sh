#!/bin/sh
# Compares the server with recordings of the real service: replays the corpus of scenarios in
# SHARED_DIR against the built binary, then compares responses with the recorded ones, byte for
# byte, and imports the template that the CDK synthesized.
#
#     run.sh SHARED_DIR
set -eu

if [ $# -ne 1 ] || [ ! -d "$1/corpus" ] || [ ! -d "$1/golden" ]; then
	echo "usage: run.sh SHARED_DIR, a folder with corpus/, golden/, replay.py and api-model.json" >&2
	exit 2
fi
shared=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)

work=$(mktemp -d)
server=
finish() {
	if [ -n "$server" ]; then
		kill "$server" 2>/dev/null || true
		wait "$server" 2>/dev/null || true
	fi
	rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' HUP INT TERM

(cd "$root" && go build -o "$work/appmesh-mock" ./cmd/appmesh-mock)
"$work/appmesh-mock" --addr 127.0.0.1:0 --ready-file "$work/ready" >"$work/log" 2>&1 &
server=$!
tries=0
while [ ! -s "$work/ready" ]; do
	tries=$((tries + 1))
	if [ "$tries" -gt 100 ] || ! kill -0 "$server" 2>/dev/null; then
		echo "the server is not ready:" >&2
		cat "$work/log" >&2
		exit 1
	fi
	sleep 0.1
done

python3 "$here/corpus.py" "$shared" --model "$shared/api-model.json" --endpoint "$(cat "$work/ready")" \
	--account 123456789012 --strict --strict-empty --max-errors 0 "$shared/corpus"

cd "$here/.."
APPMESH_RECORDINGS=$shared go test -count=1 ./recordings/ ./convert/
