"""Reads requests from stdin and writes responses to stdout, each a JSON document on a line; see driver_test.go."""

import concurrent.futures
import json
import re
import sys
import threading

lock = threading.Lock()


def serve(new_client, call):
    """Runs the driver until the end of stdin.

    new_client(request) returns a client with the settings of the request. call(client, request)
    returns the members of the response: "output" or "pages", or "error".
    """
    clients = {}

    def respond(line):
        request = json.loads(line)
        settings = json.dumps([request.get(name) for name in ("url", "caFile", "keyId", "secret", "attempts", "mode")])
        try:
            with lock:
                if settings not in clients:
                    clients[settings] = new_client(request)
            response = call(clients[settings], request)
        except Exception as error:  # found by the SDK itself
            response = {"error": {"kind": "local", "detail": repr(error)}}
        text = json.dumps({"id": request["id"], **response})
        with lock:
            print(text, flush=True)

    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        for line in sys.stdin:
            pool.submit(respond, line)


def snake(name):
    """Returns an operation as Python spells it."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
