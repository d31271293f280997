"""What the cases of boto3 are made of: the story, a client in a world of its own, and the
runner that prints a line of JSON for each case."""

import concurrent.futures
import itertools
import json
import os
import re
import threading
import time
import traceback
import unittest
import urllib.parse
import urllib.request

import boto3
import botocore.config

REGION = "us-east-1"
SHARED = os.environ["E2E_URL"]  # a server for everybody
QUIET = os.environ["E2E_QUIET_URL"]  # one for this suite, whose journal has every call and that allows two meshes
STORY = json.load(open(os.environ["E2E_STORY"], encoding="utf-8"))
KINDS = {kind["name"]: kind for kind in STORY["kinds"]}

accounts = itertools.count(int(os.environ["E2E_ACCOUNT"]))
session = boto3.session.Session()
lock = threading.Lock()  # making a client is not safe in threads; using one is
called = set()  # operations, with success
check = unittest.TestCase()  # for what it says where things differ
check.maxDiff = None


def snake(name):
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def stem(name):
    """A kind as ARNs and members have it."""
    return name[0].lower() + name[1:]


class World:
    """An account, and a client that works in it. It tries once unless it is told otherwise."""

    def __init__(self, url=SHARED, account=None, **retries):
        self.url = url
        self.account = account or "%012d" % next(accounts)
        config = botocore.config.Config(
            retries=retries or {"total_max_attempts": 1}, connect_timeout=10, read_timeout=30, proxies={}
        )
        with lock:
            self.client = session.client(
                "appmesh", endpoint_url=url, region_name=REGION, config=config,
                aws_access_key_id=self.account, aws_secret_access_key=os.environ["E2E_SECRET"],
            )
        self.client.meta.events.register("after-call.app-mesh", self.note)
        self.exceptions = self.client.exceptions

    @staticmethod
    def note(http_response, model, **_):
        if http_response.status_code == 200:
            called.add(model.name)

    def call(self, operation, members=None, **more):
        return getattr(self.client, snake(operation))(**{**(members or {}), **more})

    def run(self, calls):
        for each in calls:
            self.call(each["operation"], each["in"])

    def refused(self, code, operation, members=None, **more):
        """Calls what is to be refused, and answers the error: of the class, and of no other."""
        try:
            self.call(operation, members, **more)
        except getattr(self.exceptions, code) as error:
            for other in STORY["exceptions"]:
                check.assertEqual(isinstance(error, getattr(self.exceptions, other)), other == code, other)
            check.assertEqual(error.response["Error"]["Code"], code)
            check.assertEqual(error.response["ResponseMetadata"]["HTTPStatusCode"], STORY["exceptions"][code])
            check.assertRegex(error.response["ResponseMetadata"]["RequestId"], r"^[0-9a-f-]{36}$")
            check.assertEqual(error.operation_name, operation)
            return error
        raise AssertionError(f"{operation} was not refused with {code}")

    def admin(self, method, path, body=None, **query):
        """Asks the administration of the server."""
        url = f"{self.url}/_mock{path}?{urllib.parse.urlencode(query)}"
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(url, data, {"Content-Type": "application/json"}, method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=30) as answer:
            return json.load(answer)

    def inject(self, **fault):
        self.admin("POST", "/faults", {**fault, "account": self.account})

    def outcomes(self, operation):
        """What the journal has of an operation: the code of each call, "" for a success and "cut" for a cut."""
        calls = self.admin("GET", "/calls", operation=operation, account=self.account)["calls"]
        return [call.get("code") or ("" if call.get("status") else "cut") for call in calls]


def lineage(kind):
    return kind["homes"] + [kind["name"]]


def names(kind, home, name):
    """The members that name a resource in the mesh "mesh"."""
    outer = ["mesh", home][: len(kind["homes"])]
    return {stem(each) + "Name": value for each, value in zip(lineage(kind), outer + [name])}


def stage(world, home="home"):
    calls = json.loads(json.dumps(STORY["stage"]))
    for each in calls:
        if each["operation"] == "CreateVirtualGateway":
            each["in"][stem(each["operation"][6:]) + "Name"] = home
    world.run(calls)


def filled(value, account):
    """The value with the account in it."""
    return json.loads(json.dumps(value).replace("ACCOUNT", account))


def says(pattern, message):
    """Checks a message; … in the pattern stands for anything."""
    check.assertRegex(message, "(?s)^" + ".*".join(map(re.escape, pattern.split("…"))) + "$")


cases = []


def case(function, *arguments, name=None):
    cases.append((name or function.__name__.replace("_", " "), function, arguments))


def run_all():
    def run(one):
        name, function, arguments = one
        line, began = {"case": name}, time.monotonic()
        try:
            function(*arguments)
        except BaseException:  # a case that ends the program fails like any other
            line["failed"] = traceback.format_exc()
        line["seconds"] = round(time.monotonic() - began, 3)
        with lock:
            print(json.dumps(line), flush=True)

    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        list(pool.map(run, cases))
