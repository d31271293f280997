"""The driver of boto3."""

import datetime

import boto3
import botocore.config
import botocore.exceptions

from driver import serve, snake

session = boto3.session.Session()


def new_client(request):
    retries = {"total_max_attempts": request["attempts"], "mode": request.get("mode", "legacy")}
    return session.client(
        "appmesh", endpoint_url=request["url"], region_name="us-east-1", verify=request.get("caFile"),
        aws_access_key_id=request["keyId"], aws_secret_access_key=request["secret"],
        config=botocore.config.Config(retries=retries, connect_timeout=10, read_timeout=30, proxies={}),
    )


def call(client, request):
    name, members = snake(request["operation"]), request["input"]
    try:
        if "pageSize" in request:
            pages = client.get_paginator(name).paginate(**members, PaginationConfig={"PageSize": request["pageSize"]})
            return {"pages": [plain(page) for page in pages]}
        return {"output": plain(getattr(client, name)(**members))}
    except botocore.exceptions.ClientError as error:
        kind, details = type(error).__name__, error.response["ResponseMetadata"]
        return {"error": {
            "kind": "" if kind == "ClientError" else kind,
            "code": error.response["Error"]["Code"],
            "message": error.response["Error"]["Message"] or "",
            "status": details["HTTPStatusCode"],
            "requestId": details.get("RequestId", ""),
        }}


def plain(value):
    """Returns a value with its times as numbers, and without what botocore adds."""
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items() if name != "ResponseMetadata"}
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, datetime.datetime):
        return round(value.timestamp(), 6)
    return value


serve(new_client, call)
