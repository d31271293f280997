#!/usr/bin/env bash
# Creates a mesh with a gateway, changes it, and deletes both: ./ingress.sh
set -euo pipefail

export AWS_ACCESS_KEY_ID=${AWS_ACCESS_KEY_ID:-123456789012} AWS_SECRET_ACCESS_KEY=${AWS_SECRET_ACCESS_KEY:-secret}
export AWS_DEFAULT_REGION=us-east-1 AWS_PAGER=

appmesh() {
	aws appmesh --endpoint-url "${AWS_ENDPOINT_URL_APP_MESH:-http://127.0.0.1:4600}" --output text "$@"
}

fail() {
	echo "$*" >&2
	exit 1
}

gateway=(--mesh-name shop --virtual-gateway-name ingress)

appmesh create-mesh --mesh-name shop --query mesh.metadata.arn
appmesh create-virtual-gateway "${gateway[@]}" \
	--spec 'listeners=[{portMapping={port=8080,protocol=http}}]' --query virtualGateway.status.status

version=$(appmesh update-virtual-gateway "${gateway[@]}" \
	--spec 'listeners=[{portMapping={port=9090,protocol=http2}}]' --query virtualGateway.metadata.version)
[ "$version" = 2 ] || fail "the gateway has version $version, want 2"

if error=$(appmesh delete-mesh --mesh-name shop 2>&1); then
	fail "a mesh with a gateway was deleted"
fi
[[ $error == *ResourceInUseException* ]] || fail "deleting the mesh failed otherwise: $error"

appmesh delete-virtual-gateway "${gateway[@]}" --query virtualGateway.status.status
appmesh delete-mesh --mesh-name shop --query mesh.status.status
