"""Common to all functions: calls to AWS, and lines of the log."""

import json
import os
import time
from typing import Any, Callable, Iterator

import boto3
from botocore.config import Config


def client(service: str) -> Any:
    # Calls that AWS throttles are repeated, at longer and longer intervals.
    return boto3.client(service, config=Config(retries={"mode": "standard", "total_max_attempts": 8}))


def log(what: str, **more: Any) -> None:
    print(json.dumps({"event": what, **more}))
