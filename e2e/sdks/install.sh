#!/usr/bin/env bash
# Installs the clients that the tests of this folder drive, and the tools of the examples and
# the docs: install.sh
# Debian's packages are installed where they are missing and there is apt-get. The clients from
# PyPI, Maven Central and crates.io go to the user's cache folder, where a second run finds
# them; a client that cannot be installed is reported, and its tests are skipped.
set -euo pipefail
cd "$(dirname "$0")"

cache=${XDG_CACHE_HOME:-$HOME/.cache}/appmesh-mock/e2e

debian() {
	local packages=() apt=(apt-get)
	/usr/bin/aws --version 2>/dev/null | grep -q '^aws-cli/2\.' || packages+=(awscli)
	/usr/bin/python3 -c 'import boto3' 2>/dev/null || packages+=(python3-boto3)
	/usr/bin/python3 -c 'import pytest' 2>/dev/null || packages+=(python3-pytest)
	/usr/bin/python3 -c 'import ensurepip' 2>/dev/null || packages+=(python3-venv)
	for tool in curl jq; do
		command -v "$tool" >/dev/null || packages+=("$tool")
	done
	command -v node >/dev/null || packages+=(nodejs)
	command -v npm >/dev/null || packages+=(npm)
	command -v java >/dev/null || packages+=(openjdk-17-jdk-headless)
	command -v mvn >/dev/null || packages+=(maven)
	command -v cargo >/dev/null && ! command -v cc >/dev/null && packages+=(gcc) # a linker for Rust
	[ ${#packages[@]} -gt 0 ] || return 0
	[ "$(id -u)" = 0 ] || apt=(sudo apt-get)
	"${apt[@]}" update -qq
	DEBIAN_FRONTEND=noninteractive "${apt[@]}" install -y -qq --no-install-recommends "${packages[@]}"
}

# venv NAME PACKAGE==VERSION…: installs packages from PyPI into an environment of their own.
venv() {
	local folder=$cache/$1
	shift
	[ "$(cat "$folder/installed" 2>/dev/null)" != "$*" ] || return 0
	rm -rf "$folder"
	/usr/bin/python3 -m venv "$folder"
	"$folder/bin/python" -m pip install -q --disable-pip-version-check "$@"
	echo "$*" >"$folder/installed"
}

java_libraries() {
	local folder=$cache/java
	! cmp -s java/pom.xml "$folder/pom.xml" || return 0
	rm -rf "$folder"
	mvn -B -q -f java/pom.xml dependency:copy-dependencies -DoutputDirectory="$folder"
	cp java/pom.xml "$folder/"
}

rust_driver() {
	(cd rust && cargo build --quiet --locked --target-dir "$cache/rust")
}

# try WHAT COMMAND…: runs a command that may fail.
try() {
	local what=$1
	shift
	# In a process of its own, because set -e has no effect within a condition.
	"$@" &
	wait $! || echo "install.sh: $what cannot be installed here: its tests will be skipped" >&2
}

mkdir -p "$cache"
debian
(cd js && npm ci --ignore-scripts --no-audit --no-fund)
try "boto3 and the AWS CLI of PyPI" venv boto3 boto3==1.44.8 awscli==1.46.3
try "Cloud Custodian" venv custodian c7n==0.9.53
try "capo-app-mesh" venv capo capo-app-mesh==0.13.0
try "the SDK for Java" java_libraries
try "the SDK for Rust" rust_driver
