"""The driver of the AWS CLI: runs each call in a fork of a process that has loaded the CLI already."""

import os
import sys
import tempfile

import awscli.clidriver

from driver import lock, serve

cli = awscli.clidriver.create_clidriver()
# Loads the modules and the model that each call needs.
cli.session.create_client("appmesh", region_name="us-east-1", aws_access_key_id="none", aws_secret_access_key="none")


def call(_, request):
    with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
        with lock:  # so that no other thread is writing to stdout
            process = os.fork()
        if process == 0:
            code = 120  # as Python's after an error at its end
            try:
                os.dup2(stdout.fileno(), 1)
                os.dup2(stderr.fileno(), 2)
                code = run(request)
            finally:
                os._exit(code)
        _, status = os.waitpid(process, 0)
        return {"code": os.waitstatus_to_exitcode(status), "stdout": text(stdout), "stderr": text(stderr)}


def run(request):
    """Runs the command, and returns its exit code."""
    os.environ.update({
        "AWS_ACCESS_KEY_ID": request["keyId"], "AWS_SECRET_ACCESS_KEY": request["secret"],
        "AWS_MAX_ATTEMPTS": str(request["attempts"]),
    })
    code = cli.main(request["arguments"])
    sys.stdout.flush()
    sys.stderr.flush()
    return code


def text(file):
    file.seek(0)
    return file.read().decode()


serve(lambda _: None, call)
