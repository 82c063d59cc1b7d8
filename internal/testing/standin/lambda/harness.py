"""Runs functions as AWS Lambda would, one after the other, with a clock that only waiting moves."""

import contextlib
import io
import json
import os
import socket
import sys
import time
import traceback
from typing import Any

import boto3

sessions: dict[str, Any] = {}  # Each has read what boto3 knows of AWS, which takes time.
lookup = socket.getaddrinfo


class TimedOut(BaseException):
    """What nothing in a function can catch."""


def run(asked: dict[str, Any]) -> dict[str, Any]:
    now = 1000.0

    def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds
        if now - 1000 > asked["timeout"]:
            raise TimedOut()

    def getaddrinfo(host: Any, port: Any, *more: Any, **most: Any) -> Any:
        if host == "127.0.0.1":
            return lookup(host, port, *more, **most)
        family = more[0] if more else 0
        found = [one for one in asked["addresses"].get(host) or [] if (":" in one) == (family == socket.AF_INET6)]
        if not found:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [(family, socket.SOCK_STREAM, 6, "", (one, port)) for one in found]

    kept = dict(os.environ)
    os.environ.update(asked["environment"])
    key = os.environ["AWS_ACCESS_KEY_ID"] + os.environ["AWS_REGION"]
    boto3.DEFAULT_SESSION = sessions.setdefault(key, boto3.session.Session())
    time.sleep, time.monotonic, socket.getaddrinfo = sleep, lambda: now, getaddrinfo
    printed, error = io.StringIO(), ""
    try:
        with contextlib.redirect_stdout(printed):
            module: dict[str, Any] = {"__name__": "index"}
            exec(compile(asked["code"], "index.py", "exec"), module)
            module["handler"](asked["event"], None)
    except TimedOut:
        error = f"Task timed out after {asked['timeout']}.00 seconds"
    except Exception:
        error = traceback.format_exc().strip().splitlines()[-1]
    os.environ.clear()
    os.environ.update(kept)
    return {"error": error, "log": printed.getvalue().splitlines(), "seconds": now - 1000}


for line in sys.stdin:
    answered = json.dumps(run(json.loads(line)))
    print(answered, flush=True)
