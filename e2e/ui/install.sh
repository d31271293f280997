#!/usr/bin/env bash
# Installs what the tests of the page need: Debian's Chromium, Node.js, and the npm packages
# that package-lock.json names: install.sh
set -euo pipefail
cd "$(dirname "$0")"

packages=()
command -v chromium >/dev/null || packages+=(chromium)
command -v node >/dev/null || packages+=(nodejs)
command -v npm >/dev/null || packages+=(npm)
if [ ${#packages[@]} -gt 0 ]; then
	apt=(apt-get)
	[ "$(id -u)" = 0 ] || apt=(sudo apt-get)
	"${apt[@]}" update -qq
	DEBIAN_FRONTEND=noninteractive "${apt[@]}" install -y -qq --no-install-recommends "${packages[@]}"
fi
npm ci --ignore-scripts --no-audit --no-fund
