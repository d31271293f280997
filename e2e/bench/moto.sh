#!/usr/bin/env bash
# Installs moto's server in the user's cache folder, and writes the path of its command: moto.sh
set -euo pipefail

version=5.2.5
folder=${XDG_CACHE_HOME:-$HOME/.cache}/appmesh-mock/moto-$version
if [ ! -x "$folder/bin/moto_server" ]; then
	rm -rf "$folder"
	python3 -m venv "$folder" >&2
	"$folder/bin/pip" install --quiet --disable-pip-version-check "moto[server]==$version" >&2 || {
		rm -rf "$folder"
		exit 1
	}
fi
echo "$folder/bin/moto_server"
