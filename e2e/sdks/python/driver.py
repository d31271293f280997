"""Makes the calls that it reads, one JSON document on a line, with boto3; see driver_test.go."""

import concurrent.futures
import datetime
import json
import re
import sys
import threading

import boto3
import botocore.config
import botocore.exceptions

session = boto3.session.Session()
lock = threading.Lock()  # for clients, and for lines of output
clients = {}


def client(r):
    key = (r["url"], r.get("caFile"), r["keyId"], r["secret"], r["attempts"], r.get("mode"))
    with lock:  # creating a client is not safe in threads, using one is
        if key not in clients:
            retries = {"total_max_attempts": r["attempts"], "mode": r.get("mode", "legacy")}
            clients[key] = session.client(
                "appmesh", endpoint_url=r["url"], region_name="us-east-1", verify=r.get("caFile"),
                aws_access_key_id=r["keyId"], aws_secret_access_key=r["secret"],
                config=botocore.config.Config(retries=retries, connect_timeout=10, read_timeout=30, proxies={}),
            )
        return clients[key]


def plain(value):
    """Returns a value with its times as numbers, and without what botocore adds."""
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items() if name != "ResponseMetadata"}
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, datetime.datetime):
        return round(value.timestamp(), 6)
    return value


def call(r):
    sdk, name = client(r), re.sub(r"(?<=[a-z])(?=[A-Z])", "_", r["operation"]).lower()
    try:
        if "pageSize" in r:
            pages = sdk.get_paginator(name).paginate(**r["input"], PaginationConfig={"PageSize": r["pageSize"]})
            return {"pages": [plain(page) for page in pages]}
        return {"output": plain(getattr(sdk, name)(**r["input"]))}
    except botocore.exceptions.ClientError as error:
        kind = type(error).__name__
        return {"error": {
            "kind": "" if kind == "ClientError" else kind,
            "code": error.response["Error"]["Code"],
            "message": error.response["Error"]["Message"] or "",
            "status": error.response["ResponseMetadata"]["HTTPStatusCode"],
            "requestId": error.response["ResponseMetadata"].get("RequestId", ""),
        }}
    except Exception as error:
        return {"error": {"kind": "local", "detail": repr(error)}}


def answer(line):
    r = json.loads(line)
    out = json.dumps({"id": r["id"], **call(r)})
    with lock:
        print(out, flush=True)


with concurrent.futures.ThreadPoolExecutor(16) as pool:
    for each in sys.stdin:
        pool.submit(answer, each)
