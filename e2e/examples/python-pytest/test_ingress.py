import boto3
import pytest
from botocore.config import Config

LISTENER = {"portMapping": {"port": 8080, "protocol": "http"}}


@pytest.fixture
def mesh(appmesh):
    appmesh.create_mesh(meshName="shop")
    return "shop"


def create(appmesh, mesh, name, **listener):
    spec = {"listeners": [{**LISTENER, **listener}]}
    return appmesh.create_virtual_gateway(meshName=mesh, virtualGatewayName=name, spec=spec)["virtualGateway"]


def test_a_gateway_is_described_as_created(appmesh, mesh):
    created = create(appmesh, mesh, "ingress")
    assert created["spec"]["listeners"] == [LISTENER]
    assert created["metadata"]["arn"].endswith(":mesh/shop/virtualGateway/ingress")
    described = appmesh.describe_virtual_gateway(meshName=mesh, virtualGatewayName="ingress")["virtualGateway"]
    assert described == created


def test_a_missing_gateway_raises(appmesh, mesh):
    with pytest.raises(appmesh.exceptions.NotFoundException):
        appmesh.describe_virtual_gateway(meshName=mesh, virtualGatewayName="nowhere")


def test_an_invalid_port_raises(appmesh, mesh):
    with pytest.raises(appmesh.exceptions.BadRequestException, match="less than or equal to 65535"):
        create(appmesh, mesh, "ingress", portMapping={"port": 70000, "protocol": "http"})


def test_lists_have_pages(appmesh, mesh):
    names = [f"gateway-{n}" for n in range(5)]
    for name in names:
        create(appmesh, mesh, name)
    pages = appmesh.get_paginator("list_virtual_gateways").paginate(meshName=mesh, PaginationConfig={"PageSize": 2})
    assert [item["virtualGatewayName"] for page in pages for item in page["virtualGateways"]] == names


def test_a_throttled_call_is_retried(appmesh_caller):
    appmesh_caller.inject(operation="ListMeshes", code="TooManyRequestsException", first=1)
    client = appmesh_caller.client(config=Config(retries={"total_max_attempts": 2}))
    assert client.list_meshes()["ResponseMetadata"]["RetryAttempts"] == 1
    assert [call["status"] for call in appmesh_caller.calls(operation="ListMeshes")] == [429, 200]


def test_code_that_makes_its_own_client_is_pointed_at_the_server(appmesh_env):
    boto3.client("appmesh").create_mesh(meshName="shop")
    assert [call["operation"] for call in appmesh_env.calls()] == ["CreateMesh"]
    assert boto3.client("sts").get_caller_identity()["Account"] == appmesh_env.account
