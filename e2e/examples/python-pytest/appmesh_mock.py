"""pytest fixtures for appmesh-mock.

Copy this file next to your conftest.py, and load it there:

    pytest_plugins = ["appmesh_mock"]

    def test_mesh(appmesh):
        appmesh.create_mesh(meshName="shop")

All tests share one server, which is started when the first test needs it: the command
appmesh-mock in PATH, or the file that APPMESH_BINARY names. If AWS_ENDPOINT_URL_APP_MESH is
set, a server that is already running at that URL is used instead.

Each test acts as an account of its own, so that no test sees the resources of another one.
That also holds for the workers of pytest-xdist. If a test fails, pytest prints its calls.
"""

import json
import os
import secrets
import shutil
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request

import pytest

START_TIMEOUT = 30  # seconds


class Server:
    """A running appmesh-mock."""

    def __init__(self, url):
        self.url = url.rstrip("/")

    def admin(self, method, path, body=None, **query):
        """Sends a request to /_mock, and returns the JSON of the response."""
        url = f"{self.url}/_mock{path}"
        if query:
            url += "?" + urllib.parse.urlencode(query)
        data = None if body is None else json.dumps(body).encode()
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(urllib.request.Request(url, data, method=method), timeout=START_TIMEOUT) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            raise ValueError(f"{method} {url}: {json.load(error)['message']}") from None


class Caller:
    """The account that a test acts as."""

    def __init__(self, server, region="us-east-1"):
        self.server, self.url, self.region = server, server.url, region
        self.account = f"{secrets.randbelow(10**12):012d}"
        self.faults = []

    def client(self, **options):
        """Returns a new boto3 client of this account."""
        import boto3

        return boto3.client(
            "appmesh",
            endpoint_url=self.url,
            region_name=self.region,
            aws_access_key_id=self.account,
            aws_secret_access_key="secret",
            **options,
        )

    @property
    def env(self):
        """The environment variables of a program that calls the server as this account.

        The server also serves sts:GetCallerIdentity and tag:GetResources. Other services are not redirected.
        """
        return {
            "AWS_ENDPOINT_URL_APP_MESH": self.url,
            "AWS_ENDPOINT_URL_STS": self.url,
            "AWS_ENDPOINT_URL_RESOURCE_GROUPS_TAGGING_API": self.url,
            "AWS_REGION": self.region,
            "AWS_DEFAULT_REGION": self.region,
            "AWS_ACCESS_KEY_ID": self.account,
            "AWS_SECRET_ACCESS_KEY": "secret",
        }

    def calls(self, **query):
        """Returns the last calls of this account; operation="Create*" and the like select some."""
        return self.server.admin("GET", "/calls", account=self.account, **query)["calls"]

    def inject(self, **fault):
        """Makes calls of this account fail until the test ends, such as
        inject(operation="ListMeshes", code="TooManyRequestsException", first=1)."""
        number = self.server.admin("POST", "/faults", {**fault, "account": self.account})["number"]
        self.faults.append(number)
        return number

    def report(self):
        """Returns the last calls of this account as text."""
        lines = []
        for call in self.calls():
            operation = call.get("operation") or call["method"] + " " + call["path"]
            lines.append(f"#{call['number']} {operation} {call.get('status', 0)} {call.get('code', '')}".rstrip())
            lines += [f"    {name} {call[name]}" for name in ("request", "hint", "ignored", "fault") if call.get(name)]
        return "\n".join(lines) or "none"

    def close(self):
        """Removes the faults and the resources of this account."""
        for number in self.faults:
            self.server.admin("DELETE", f"/faults/{number}")
        self.server.admin("POST", "/reset", account=self.account, region=self.region)


@pytest.fixture(scope="session")
def appmesh_server(tmp_path_factory):
    """The server that all tests share."""
    if url := os.environ.get("AWS_ENDPOINT_URL_APP_MESH"):
        server = Server(url)
        try:
            server.admin("GET", "/health")
        except (OSError, ValueError) as error:
            pytest.exit(f"AWS_ENDPOINT_URL_APP_MESH: no appmesh-mock responds at {url}: {error}", returncode=3)
        yield server
        return
    binary = os.environ.get("APPMESH_BINARY", "appmesh-mock")
    if not shutil.which(binary):
        pytest.exit(
            f"{binary} is not in PATH: run go install ./cmd/appmesh-mock in a clone of appmesh-mock, "
            "or set APPMESH_BINARY to the file, or AWS_ENDPOINT_URL_APP_MESH to the URL of a running server",
            returncode=3,
        )
    folder = tmp_path_factory.mktemp("appmesh-mock")
    ready, log = folder / "ready", folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [binary, "--addr", "127.0.0.1:0", "--ready-file", str(ready)],
            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        deadline = time.monotonic() + START_TIMEOUT
        while not ready.exists():  # it appears with its content
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.exit(f"{binary} did not start:\n{log.read_text()}", returncode=3)
            time.sleep(0.02)
        yield Server(ready.read_text().split("\n")[0])
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()


@pytest.fixture
def appmesh_caller(appmesh_server):
    """The account of the test: URL, region, environment, calls and faults."""
    caller = Caller(appmesh_server)
    yield caller
    caller.close()


@pytest.fixture
def appmesh(appmesh_caller):
    """A boto3 client in an account of the test's own."""
    return appmesh_caller.client()


@pytest.fixture
def appmesh_env(appmesh_caller, monkeypatch):
    """Points boto3 clients that the tested code makes itself at the server."""
    import botocore

    if tuple(int(n) for n in botocore.__version__.split(".")[:2]) < (1, 31):
        pytest.skip("boto3 before 1.28 does not read AWS_ENDPOINT_URL_APP_MESH: pass endpoint_url to its clients")
    for name, value in appmesh_caller.env.items():
        monkeypatch.setenv(name, value)
    return appmesh_caller


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Adds the calls of a failed test to its report."""
    outcome = yield
    report = outcome.get_result()
    caller = getattr(item, "funcargs", {}).get("appmesh_caller")
    if report.when == "call" and report.failed and caller:
        try:
            report.sections.append(("appmesh-mock: calls of the test", caller.report()))
        except (OSError, ValueError) as error:
            report.sections.append(("appmesh-mock", f"the calls cannot be read: {error}"))
