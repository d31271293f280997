"""The story as boto3 tells it."""

import datetime
import functools
import json
import threading

import botocore.exceptions

from world import (
    KINDS, QUIET, REGION, STORY, World, called, case, cases, check, filled, lineage, names, run_all, says, snake, stage, stem,
)


class Life:
    """A resource: made, shown, changed, tagged, listed, removed, and made again."""

    def __init__(self, world, kind, home, name):
        self.world, self.kind, self.names = world, kind, names(kind, home, name)
        self.version, self.uid = 0, None

    def live(self, specs):
        self.create(specs[0], {"made": "first", "empty": "", "ü %/": "+ü"})
        self.describe(self.shown(specs[0]))
        self.tagged()
        for spec in specs[1:] + specs[-1:] + specs[:1]:  # one of them twice: that counts too
            self.update(spec)
            self.describe(self.shown(spec))
        self.listed()
        self.remove(self.shown(specs[0]))
        self.gone()
        first = self.uid
        self.create(specs[0], {"made": "again"})
        check.assertNotEqual(self.uid, first)
        self.has_tags({"made": "again"})
        self.remove(self.shown(specs[0]))

    def shown(self, spec):
        """A spec as describe and delete show it."""
        return {"backends": [], **spec} if self.kind["name"] == "VirtualNode" else spec

    def call(self, verb, **more):
        before = datetime.datetime.now(datetime.timezone.utc)
        data = self.world.call(verb + self.kind["name"], self.names, **more)[stem(self.kind["name"])]
        return data, before

    def create(self, spec, tags):
        data, before = self.call("Create", spec=spec, tags=[{"key": k, "value": v} for k, v in tags.items()])
        self.uid, self.version = data["metadata"]["uid"], 1
        check.assertRegex(self.uid, r"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
        self.created = self.updated = data["metadata"]["createdAt"]
        self.timely(self.created, before)
        self.shows(data, spec)

    def describe(self, spec):
        self.shows(self.call("Describe")[0], spec)
        self.shows(self.call("Describe", **({} if self.kind["name"] == "Mesh" else {"meshOwner": self.world.account}))[0], spec)

    def update(self, spec):
        data, before = self.call("Update", spec=spec)
        self.version += 1
        self.moved(data, before)
        self.shows(data, spec)

    def remove(self, spec):
        data, before = self.call("Delete")
        if self.kind["name"] != "Mesh":
            self.version += 1
        self.moved(data, before)
        self.shows(data, spec, "DELETED")

    def moved(self, data, before):
        check.assertGreaterEqual(data["metadata"]["lastUpdatedAt"], self.updated)
        self.updated = data["metadata"]["lastUpdatedAt"]
        self.timely(self.updated, before)

    def timely(self, at, before):
        """Times are datetimes with a zone, in milliseconds."""
        check.assertIs(type(at), datetime.datetime)
        check.assertIsNotNone(at.tzinfo)
        check.assertEqual(at.microsecond % 1000, 0)
        check.assertLessEqual(before - datetime.timedelta(milliseconds=1), at)
        check.assertLessEqual(at, datetime.datetime.now(datetime.timezone.utc))

    @property
    def arn(self):
        path = "/".join(f"{stem(each)}/{self.names[stem(each) + 'Name']}" for each in lineage(self.kind))
        return f"arn:aws:appmesh:{REGION}:{self.world.account}:{path}"

    def item(self):
        account = self.world.account
        return {
            "arn": self.arn, "createdAt": self.created, "lastUpdatedAt": self.updated,
            "meshOwner": account, "resourceOwner": account, "version": self.version,
        }

    def shows(self, data, spec, status="ACTIVE"):
        want = {**self.names, "metadata": {**self.item(), "uid": self.uid}, "spec": spec, "status": {"status": status}}
        check.assertEqual(data, want)

    def listed(self):
        out = self.world.call("List" + self.kind["plural"], {m: v for m, v in self.names.items() if m != self.own})
        check.assertNotIn("nextToken", out)
        found = [item for item in out[stem(self.kind["plural"])] if item[self.own] == self.names[self.own]]
        check.assertEqual(found, [{**self.item(), **self.names}])

    @property
    def own(self):
        return stem(self.kind["name"]) + "Name"

    def tagged(self):
        self.has_tags({"made": "first", "empty": "", "ü %/": "+ü"})
        self.world.call("TagResource", resourceArn=self.arn, tags=[{"key": "b", "value": "1"}, {"key": "made", "value": "changed"}])
        self.has_tags({"made": "changed", "empty": "", "ü %/": "+ü", "b": "1"})
        self.world.call("UntagResource", resourceArn=self.arn, tagKeys=["b", "never there", "ü %/"])
        self.has_tags({"made": "changed", "empty": ""})

    def has_tags(self, tags):
        out = self.world.call("ListTagsForResource", resourceArn=self.arn)
        check.assertEqual(out["tags"], [{"key": k, "value": v} for k, v in tags.items()])

    def gone(self):
        spec = self.kind["specs"][0]
        for verb, more in {"Describe": {}, "Delete": {}, "Update": {"spec": spec}}.items():
            self.world.refused("NotFoundException", verb + self.kind["name"], self.names, **more)
        arn = {"resourceArn": self.arn}
        self.world.refused("NotFoundException", "ListTagsForResource", arn)
        self.world.refused("NotFoundException", "TagResource", arn, tags=[{"key": "k", "value": "v"}])
        self.world.refused("NotFoundException", "UntagResource", arn, tagKeys=["k"])


def life(kind):
    world = World()
    if kind["name"] != "Mesh":
        stage(world)
    Life(world, kind, "home", "subject").live(kind["specs"])


for each in KINDS.values():
    case(life, each, name="life/" + each["name"])


def odd_name(number, name):
    """In a path once and twice, and in a reference. Other kinds have plain names only (rule 64)."""
    for kind in ("VirtualGateway", "VirtualService", "GatewayRoute"):
        world, kind = World(), KINDS[kind]
        home = name if len(kind["homes"]) == 2 else "home"
        stage(world, home)
        spec = kind["specs"][0 if kind["name"] == "VirtualService" else -1]
        Life(world, kind, home, name).live([spec])


for number, each in enumerate(STORY["oddNames"]):
    case(odd_name, number, each, name=f"odd name/{number} {each[:8]}")


@functools.cache
def build_town():
    town = World()
    town.run(STORY["stage"] + STORY["town"])
    return town


building = threading.Lock()
REFUSED_BY_BOTOCORE = {"several violations", "a limit of 0"}  # it knows least values, but no greatest ones


def refusal(row):
    with building:
        town = build_town()
    if row["what"] in REFUSED_BY_BOTOCORE:
        with check.assertRaises(botocore.exceptions.ParamValidationError):
            town.call(row["operation"], filled(row["in"], town.account))
        return
    error = town.refused(row["code"], row["operation"], filled(row["in"], town.account))
    says(filled(row["message"], town.account), error.response["Error"]["Message"] or "")
    check.assertEqual(error.response["ResponseMetadata"]["HTTPHeaders"]["x-appmesh-mock-rule"], row["rule"])


for each in STORY["refusals"]:
    case(refusal, each, name="refused/" + each["what"])


def too_many_tags():
    world = World()
    tags = [{"key": f"key {n:02}", "value": ""} for n in range(52)]
    arn = world.call("CreateMesh", meshName="mesh", tags=tags[:49])["mesh"]["metadata"]["arn"]
    world.refused("TooManyTagsException", "TagResource", resourceArn=arn, tags=tags[49:])
    check.assertEqual(world.call("ListTagsForResource", resourceArn=arn)["tags"], tags[:49])


def forbidden_in_a_shared_mesh():
    owner, guest = World(), World()
    stage(owner)
    owner.admin("POST", "/shares", {
        "meshName": "mesh", "meshOwner": owner.account, "region": REGION, "account": guest.account,
    })
    mesh = guest.call("DescribeMesh", meshName="mesh", meshOwner=owner.account)["mesh"]
    check.assertEqual(mesh["metadata"]["resourceOwner"], owner.account)
    guest.refused("ForbiddenException", "DescribeVirtualGateway", meshName="mesh", virtualGatewayName="home", meshOwner=owner.account)


def over_quota():
    world = World(QUIET)
    for name in "ab":
        world.call("CreateMesh", meshName=name)
    world.refused("LimitExceededException", "CreateMesh", meshName="c")


for each in (too_many_tags, forbidden_in_a_shared_mesh, over_quota):
    case(each)


def injected(code):
    world = World(QUIET)
    world.inject(code=code, message="as injected: ü")
    error = world.refused(code, "DescribeMesh", meshName="mesh")
    check.assertEqual(error.response["Error"]["Message"], "as injected: ü")
    check.assertEqual(world.outcomes("DescribeMesh"), [code])


for each in STORY["exceptions"]:
    case(injected, each, name="injected/" + each)


def access_denied():
    """An exception that App Mesh does not model is a ClientError."""
    try:
        World().call("ListTagsForResource", resourceArn="arn:aws:appmesh:us-east-1:111111111111:mesh/default")
    except botocore.exceptions.ClientError as error:
        check.assertIs(type(error), botocore.exceptions.ClientError)
        check.assertEqual(error.response["Error"]["Code"], "AccessDeniedException")
        return
    raise AssertionError("access was not denied")


case(access_denied)


def pages(kind):
    """Pages are full, in byte order, and can be taken up where they were left."""
    world = World()
    stage(world)
    want = {"Mesh": ["mesh"], "VirtualNode": ["node"], "VirtualService": ["service"]}.get(kind["name"], [])
    if kind["name"] in ("VirtualRouter", "VirtualGateway"):
        want = ["home"]
    for name in ["b", "B", "a-1", "a", "a_1", "10", "9"]:
        world.call("Create" + kind["name"], names(kind, "home", name), spec=kind["specs"][-1])
        want = want + [name]
    want.sort()
    within = {m: v for m, v in names(kind, "home", "").items() if v}
    paginator = world.client.get_paginator(snake("List" + kind["plural"]))

    def walk(**config):
        got = paginator.paginate(**within, PaginationConfig=config)
        return [[item[stem(kind["name"]) + "Name"] for item in page[stem(kind["plural"])]] for page in got], got

    for size in (1, 2, len(want) - 1, len(want), 100):
        check.assertEqual(walk(PageSize=size)[0], [want[i : i + size] for i in range(0, len(want), size)])
    first, got = walk(PageSize=2, MaxItems=3)
    rest, _ = walk(PageSize=2, StartingToken=got.resume_token)
    check.assertEqual(sum(first, []), want[:3])
    check.assertEqual(sum(rest, []), want[3:])


for each in KINDS.values():
    case(pages, each, name="pages/" + each["name"])


def pages_of_tags():
    world = World()
    tags = [{"key": f"key {n:02}", "value": "v"} for n in reversed(range(50))]
    arn = world.call("CreateMesh", meshName="mesh", tags=tags)["mesh"]["metadata"]["arn"]
    paginator = world.client.get_paginator("list_tags_for_resource")
    for size in (1, 7, 50):
        got = [page["tags"] for page in paginator.paginate(resourceArn=arn, PaginationConfig={"PageSize": size})]
        check.assertEqual(got, [tags[i : i + size] for i in range(0, 50, size)])


case(pages_of_tags, name="pages/tags")

ATTEMPTS = 3
RETRIED = {
    "legacy": ["TooManyRequestsException", "InternalServerErrorException", "ServiceUnavailableException"],
    "standard": ["TooManyRequestsException", "InternalServerErrorException", "ServiceUnavailableException", "LimitExceededException"],
}


def retried_until_it_works(mode, code):
    world = World(QUIET, mode=mode, total_max_attempts=ATTEMPTS)
    world.inject(code=code, first=ATTEMPTS - 1)
    out = world.call("CreateMesh", meshName="mesh")
    check.assertEqual(out["ResponseMetadata"]["RetryAttempts"], ATTEMPTS - 1)
    check.assertEqual(world.outcomes("CreateMesh"), [code] * (ATTEMPTS - 1) + [""])


def retried_in_vain(mode, code):
    world = World(QUIET, mode=mode, total_max_attempts=ATTEMPTS)
    world.inject(code=code)
    error = world.refused(code, "ListMeshes")
    check.assertEqual(error.response["ResponseMetadata"]["RetryAttempts"], ATTEMPTS - 1)
    check.assertEqual(world.outcomes("ListMeshes"), [code] * ATTEMPTS)


def not_retried(mode, code):
    world = World(QUIET, mode=mode, total_max_attempts=ATTEMPTS)
    world.inject(code=code)
    world.refused(code, "ListMeshes")
    check.assertEqual(world.outcomes("ListMeshes"), [code])


for way, codes in RETRIED.items():
    for each in STORY["exceptions"]:
        if each in codes:
            case(retried_until_it_works, way, each, name=f"retried until it works/{way}/{each}")
        else:
            case(not_retried, way, each, name=f"not retried/{way}/{each}")
    case(retried_in_vain, way, "TooManyRequestsException", name=f"retried in vain/{way}")


def lost_answer(kind):
    """A client that heard no answer asks again, and nothing is made or changed twice."""
    world = World(QUIET, mode="standard", total_max_attempts=2)
    if kind["name"] != "Mesh":
        stage(world)
    resource, specs = names(kind, "home", "subject"), kind["specs"]
    for verb, version, more in (
        ("Create", 1, {"spec": specs[0], "tags": [{"key": "k", "value": "v"}]}), ("Update", 2, {"spec": specs[1]}),
    ):
        operation = verb + kind["name"]
        world.inject(cut="before", after=True, first=1, operation=operation, resource="subject")
        out = world.call(operation, resource, **more)
        check.assertEqual(out["ResponseMetadata"]["RetryAttempts"], 1)
        check.assertEqual(world.outcomes(operation)[-2:], ["cut", ""])
        told = out[stem(kind["name"])]["metadata"]
        check.assertEqual(told["version"], version)
        shown = world.call("Describe" + kind["name"], resource)[stem(kind["name"])]["metadata"]
        check.assertEqual(shown, told)


for each in KINDS.values():
    case(lost_answer, each, name="lost answer/" + each["name"])


def a_proxys_503():
    """What is no JSON is an error all the same."""
    world = World(QUIET)
    world.inject(status=503, body="<html>no</html>", contentType="text/html", operation="ListMeshes")
    try:
        world.call("ListMeshes")
    except botocore.exceptions.ClientError as error:
        check.assertEqual(error.response["ResponseMetadata"]["HTTPStatusCode"], 503)
        return
    raise AssertionError("an answer of 503 was taken for a success")


case(a_proxys_503)

if __name__ == "__main__":
    run_all()
    missing = sorted(set(World().client.meta.service_model.operation_names) - called)
    line = {"case": "all 38 operations", "seconds": 0}
    if missing or len(called) != 38:
        line["failed"] = f"{len(called)} operations were called with success, not {missing}"
    print(json.dumps(line))
    print(json.dumps({"cases": len(cases) + 1}))
