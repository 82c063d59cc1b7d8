"""Rejects the connections of an endpoint service when its stack is deleted, and only then."""


def handler(event: dict[str, Any], context: Any) -> None:
    answer(event, reject)


def reject(event: dict[str, Any]) -> None:
    # Without the construct, or with another service, the stack stays: nobody is cut off.
    goes = event["RequestType"] == "Delete" and stack_is(event, "DELETE_IN_PROGRESS", "ROLLBACK_IN_PROGRESS")
    if not goes:
        return
    service = event["ResourceProperties"]["ServiceId"]
    left: list[str] = []

    def are_gone(seconds: float) -> bool:
        nonlocal left
        left = connected_to(service)
        log("reject", service=service, endpoints=left)
        if left:
            told = ec2.reject_vpc_endpoint_connections(ServiceId=service, VpcEndpointIds=left)
            log("rejected", service=service, unsuccessful=told.get("Unsuccessful", []))
        return not left

    if not wait(are_gone):
        raise TimeoutError(f"{service} still has connections after {WAIT} seconds: {' '.join(left)}")


def connected_to(service: str) -> list[str]:
    of_service = {"Name": "service-id", "Values": [service]}
    found = pages("describe_vpc_endpoint_connections", "VpcEndpointConnections", Filters=[of_service])
    states = ("pendingacceptance", "pending", "available")
    return [one["VpcEndpointId"] for one in found if one["VpcEndpointState"].lower() in states]
