"""Rejects the connections of an endpoint service when its stack is deleted, and only then."""

from answer import answer
from calls import Any, log
from connections import connections, ec2
from stack import stack_is
from wait import WAIT, wait


def handler(event: dict[str, Any], context: Any) -> None:
    answer(event, reject)


def reject(event: dict[str, Any]) -> None:
    # Without this resource, or with it for another service, the stack stays: nobody is cut off.
    if event["RequestType"] != "Delete" or not stack_is(event, "DELETE_IN_PROGRESS", "ROLLBACK_IN_PROGRESS"):
        return
    service = event["ResourceProperties"]["ServiceId"]
    left: list[str] = []

    def are_gone(seconds: float) -> bool:
        nonlocal left
        left = [one["VpcEndpointId"] for one in connections(service, "pendingacceptance", "pending", "available")]
        log("reject", service=service, endpoints=left)
        if left:
            told = ec2.reject_vpc_endpoint_connections(ServiceId=service, VpcEndpointIds=left)
            log("rejected", service=service, unsuccessful=told.get("Unsuccessful", []))
        return not left

    try:
        gone = wait(are_gone)
    except ec2.exceptions.ClientError as error:
        if not error.response["Error"]["Code"].endswith("NotFound"):
            raise
        gone = True  # Someone deleted the service.
    if not gone:
        raise TimeoutError(f"{service} still has connections after {WAIT} seconds: {' '.join(left)}")
