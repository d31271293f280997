import itertools
import os
import subprocess
import time

import boto3
import pytest
from botocore.config import Config

accounts = itertools.count(1)


@pytest.fixture(scope="session")
def appmesh_url(tmp_path_factory):
    """The URL of a server that all tests share."""
    if url := os.environ.get("AWS_ENDPOINT_URL_APP_MESH"):
        yield url
        return
    ready = tmp_path_factory.mktemp("appmesh") / "ready"
    server = subprocess.Popen(["appmesh-mock", "--addr", "127.0.0.1:0", "--ready-file", str(ready)])
    try:
        while not ready.exists():
            assert server.poll() is None, "appmesh-mock did not start"
            time.sleep(0.02)
        yield ready.read_text().strip()
    finally:
        server.terminate()
        server.wait(timeout=15)


@pytest.fixture
def appmesh(appmesh_url):
    """A client in an account of its own, so that no test meets what another has made."""
    return boto3.client(
        "appmesh",
        endpoint_url=appmesh_url,
        region_name="us-east-1",
        aws_access_key_id=f"{next(accounts):012d}",
        aws_secret_access_key="secret",
        config=Config(retries={"total_max_attempts": 2}),
    )
