"""The answer of a custom resource."""

import urllib.request

from calls import Any, Callable, json, log, time


def answer(event: dict[str, Any], act: Callable[[dict[str, Any]], Any]) -> None:
    """Acts, and tells CloudFormation, whatever happens."""
    told = {key: event[key] for key in ("StackId", "RequestId", "LogicalResourceId")}
    told["PhysicalResourceId"] = event.get("PhysicalResourceId", event["LogicalResourceId"])
    for seconds in (10, 20, 0):
        try:
            told.update(Status="SUCCESS", Data=act(event) or {})
        except Exception as error:
            told.update(Status="FAILED", Reason=str(error)[:1000])
            if seconds and "not authorized" in told["Reason"]:
                time.sleep(seconds)  # What a new role allows isn't known everywhere at once.
                continue
        break
    log("answer", request=event["RequestType"], **told)
    body = json.dumps(told).encode()
    urllib.request.urlopen(urllib.request.Request(event["ResponseURL"], body, {"Content-Type": ""}, method="PUT"))
