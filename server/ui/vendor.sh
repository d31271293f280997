#!/usr/bin/env bash
# Copies the libraries that package-lock.json names into static/vendor: vendor.sh
# npm checks the hash of each package. Two changes are made to the files, so that a browser
# can load them without a build step: imports are relative paths, and the addresses of source
# maps are removed. checksums.txt has the hashes of the files as they are served.
set -euo pipefail
cd "$(dirname "$0")"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp package.json package-lock.json "$work"
(cd "$work" && npm ci --ignore-scripts --no-audit --no-fund)
from=$work/node_modules
to=static/vendor
mkdir -p "$to"

copy() {
	sed -e 's#from"preact"#from"./preact.js"#' -e '/^\/\/# sourceMappingURL=/d' "$from/$1" > "$to/$2"
}
copy preact/dist/preact.mjs preact.js
copy preact/hooks/dist/hooks.mjs hooks.js
copy htm/dist/htm.module.js htm.js
copy @dagrejs/dagre/dist/dagre.esm.js dagre.js

for name in preact htm @dagrejs/dagre @dagrejs/graphlib; do
	printf '== %s %s ==\n\n' "$name" "$(node -p "require('$from/$name/package.json').version")"
	cat "$from/$name/LICENSE"
	echo
done > "$to/LICENSES.txt"
(cd "$to" && sha256sum ./*.js LICENSES.txt | sed 's#\./##' > checksums.txt)
