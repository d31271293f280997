"""Drives App Mesh with botocore. Arguments: endpoint, region, key id, secret.

Prints a JSON document: "names" has for each odd name what describe and the tags answered,
"refused" the status and code of what must be refused, by what is wrong with it.
"""
import datetime
import json
import sys

import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError

ENDPOINT, REGION, KEY, SECRET = sys.argv[1:5]
FORM = "%Y%m%dT%H%M%SZ"
ODD = json.load(sys.stdin)


def client(key=KEY, secret=SECRET):
    return botocore.session.get_session().create_client(
        "appmesh",
        region_name=REGION,
        endpoint_url=ENDPOINT,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        config=Config(retries={"total_max_attempts": 1}, read_timeout=30, proxies={}),
    )


def whole_life(c, name):
    at = {"meshName": "mesh", "virtualRouterName": name}
    arn = c.create_virtual_router(spec={}, tags=[{"key": "k", "value": name[:50]}], **at)["virtualRouter"]["metadata"]["arn"]
    c.update_virtual_router(spec={"listeners": [{"portMapping": {"port": 80, "protocol": "http"}}]}, **at)
    c.tag_resource(resourceArn=arn, tags=[{"key": "l", "value": ""}])
    c.untag_resource(resourceArn=arn, tagKeys=["l"])
    c.create_route(
        routeName=name,
        spec={"tcpRoute": {"action": {"weightedTargets": [{"virtualNode": "node", "weight": 1}]}}},
        **at,
    )
    listed = c.list_routes(limit=1, **at)["routes"]
    c.delete_route(routeName=name, **at)
    found = c.describe_virtual_router(**at)["virtualRouter"]
    tags = c.list_tags_for_resource(resourceArn=arn)["tags"]
    deleted = c.delete_virtual_router(**at)["virtualRouter"]
    return {
        "name": found["virtualRouterName"],
        "version": found["metadata"]["version"],
        "account": found["metadata"]["meshOwner"],
        "route": listed[0]["routeName"],
        "tags": {tag["key"]: tag["value"] for tag in tags},
        "status": deleted["status"]["status"],
    }


def refusal(c, **how):
    try:
        c.list_meshes(**how)
    except ClientError as e:
        return {"status": e.response["ResponseMetadata"]["HTTPStatusCode"], "code": e.response["Error"]["Code"]}
    return {"status": 200, "code": ""}


def change_query(request, **_):
    request.url += "&limit=7" if "?" in request.url else "?limit=7"


def late(c):
    """Says another time than was signed."""

    def change(request, **_):
        signed = request.headers["X-Amz-Date"]
        if isinstance(signed, bytes):
            signed = signed.decode()
        old = datetime.datetime.strptime(signed, FORM) - datetime.timedelta(days=2)
        request.headers["X-Amz-Date"] = old.strftime(FORM)

    c.meta.events.register("before-send.app-mesh", change)
    return c


good = client()
good.create_mesh(meshName="mesh")
good.create_virtual_node(meshName="mesh", virtualNodeName="node", spec={})
tampered = client()
tampered.meta.events.register("before-send.app-mesh", change_query)
json.dump(
    {
        "names": [whole_life(good, name) for name in ODD],
        "refused": {
            "wrong secret": refusal(client(secret="not " + SECRET)),
            "unknown key": refusal(client(key="AKIDUNKNOWN")),
            "changed query": refusal(tampered),
            "changed date": refusal(late(client())),
        },
    },
    sys.stdout,
)
