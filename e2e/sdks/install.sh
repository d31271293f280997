#!/usr/bin/env bash
# Installs the clients that the tests of this folder drive, and the tools of the examples and
# the docs: install.sh
# Debian's packages are installed where they are missing and there is apt-get; those of npm
# are the ones that js/package-lock.json names.
set -euo pipefail
cd "$(dirname "$0")"

packages=()
/usr/bin/aws --version 2>/dev/null | grep -q '^aws-cli/2\.' || packages+=(awscli)
/usr/bin/python3 -c 'import boto3' 2>/dev/null || packages+=(python3-boto3)
/usr/bin/python3 -c 'import pytest' 2>/dev/null || packages+=(python3-pytest)
for tool in curl jq; do
	command -v "$tool" >/dev/null || packages+=("$tool")
done
command -v node >/dev/null || packages+=(nodejs)
command -v npm >/dev/null || packages+=(npm)
if [ ${#packages[@]} -gt 0 ]; then
	apt=(apt-get)
	[ "$(id -u)" = 0 ] || apt=(sudo apt-get)
	"${apt[@]}" update -qq
	DEBIAN_FRONTEND=noninteractive "${apt[@]}" install -y -qq --no-install-recommends "${packages[@]}"
fi

(cd js && npm ci --ignore-scripts --no-audit --no-fund)
