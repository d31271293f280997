import json
import urllib.request

import pytest

LISTENER = {"portMapping": {"port": 8080, "protocol": "http"}}


@pytest.fixture
def mesh(appmesh):
    appmesh.create_mesh(meshName="shop")
    return "shop"


def create(appmesh, mesh, name, **listener):
    spec = {"listeners": [{**LISTENER, **listener}]}
    return appmesh.create_virtual_gateway(meshName=mesh, virtualGatewayName=name, spec=spec)["virtualGateway"]


def test_a_gateway_is_as_it_was_made(appmesh, mesh):
    made = create(appmesh, mesh, "ingress")
    assert made["spec"]["listeners"] == [LISTENER]
    assert made["metadata"]["arn"].endswith(":mesh/shop/virtualGateway/ingress")
    shown = appmesh.describe_virtual_gateway(meshName=mesh, virtualGatewayName="ingress")["virtualGateway"]
    assert shown == made


def test_a_gateway_that_is_not_there(appmesh, mesh):
    with pytest.raises(appmesh.exceptions.NotFoundException):
        appmesh.describe_virtual_gateway(meshName=mesh, virtualGatewayName="nowhere")


def test_a_port_that_is_none(appmesh, mesh):
    with pytest.raises(appmesh.exceptions.BadRequestException, match="less than or equal to 65535"):
        create(appmesh, mesh, "ingress", portMapping={"port": 70000, "protocol": "http"})


def test_pages(appmesh, mesh):
    names = [f"gateway-{n}" for n in range(5)]
    for name in names:
        create(appmesh, mesh, name)
    pages = appmesh.get_paginator("list_virtual_gateways").paginate(meshName=mesh, PaginationConfig={"PageSize": 2})
    assert [item["virtualGatewayName"] for page in pages for item in page["virtualGateways"]] == names


def test_throttling(appmesh, appmesh_url):
    """The client is told once to come back later, and does."""
    account = appmesh._request_signer._credentials.access_key
    fault = {"operation": "ListMeshes", "account": account, "code": "TooManyRequestsException", "first": 1}
    body = json.dumps(fault).encode()
    with urllib.request.urlopen(urllib.request.Request(f"{appmesh_url}/_mock/faults", body, method="POST")) as answer:
        assert answer.status == 200
    answer = appmesh.list_meshes()
    assert answer["ResponseMetadata"]["RetryAttempts"] == 1
