"""The driver of capo-app-mesh, a typed SDK that is generated from AWS's Smithy model."""

import importlib
import ssl

from capo_app_mesh import AppMeshClient, Credentials
from capo_app_mesh.errors import ServiceError, UnknownServiceError
from zapros import StdNetworkHandler, SyncTransport

from driver import serve, snake


system = ssl.create_default_context()  # shared, as it takes long to create


def new_client(request):
    trusted = ssl.create_default_context(cafile=request["caFile"]) if "caFile" in request else system
    return AppMeshClient(
        http_handler=StdNetworkHandler(
            transport=SyncTransport(ssl_context=trusted), connect_timeout=10, read_timeout=30,
        ),
        endpoint=request["url"], region="us-east-1", retry_max_attempts=request["attempts"],
        credentials=Credentials(access_key=request["keyId"], secret_key=request["secret"]),
    )


def call(client, request):
    name = snake(request["operation"])
    kind = name.partition("_")[2]
    members = {snake(member): value for member, value in request["input"].items()}
    if "spec" in members:
        members["spec"] = types(kind + "_spec").deserialize_json(members["spec"])
    try:
        if "pageSize" in request:
            return {"pages": pages(client, name, {**members, "limit": request["pageSize"]})}
        output = getattr(client, name)(**members)
        if kind in output and not name.startswith("list_"):  # the body of the response is this member
            return {"output": {camel(kind): types(kind + "_data").serialize_json(output[kind])}}
        return {"output": types(name + "_output").serialize_json(output)}
    except ServiceError as error:
        return {"error": {
            "kind": "" if isinstance(error, UnknownServiceError) else type(error).__name__,
            "code": error.code or "",
            "message": error.message or "",
            "status": error.response.status,
            "requestId": error.response.headers.get("x-amzn-requestid", ""),
        }}


def pages(client, name, members):
    """Returns the pages of a list, having checked that the SDK's iterator has the same items."""
    output = types(name + "_output")
    found, items, token = [], [], {}
    while token is not None:
        page = getattr(client, name)(**members, **token)
        found.append(output.serialize_json(page))
        token = {"next_token": page.pop("next_token")} if page.get("next_token") else None
        items += next(iter(page.values()))
    assert list(getattr(client, "iter_" + name)(**members)) == items
    return found


def camel(name):
    first, *others = name.split("_")
    return first + "".join(map(str.title, others))


def types(name):
    return importlib.import_module("capo_app_mesh.types." + name)


serve(new_client, call)
