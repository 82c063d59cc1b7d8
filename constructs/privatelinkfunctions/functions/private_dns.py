"""Turns the private DNS of an endpoint on once its connection is accepted."""

from answer import answer
from calls import Any, client, log, os
from stack import stack_is
from wait import wait

ENDPOINT = os.environ["ENDPOINT"]
ec2 = client("ec2")


def handler(event: dict[str, Any], context: Any) -> None:
    if "ResponseURL" in event:
        answer(event, turn_on_at_deployment)
    else:
        turn_on()


def turn_on_at_deployment(event: dict[str, Any]) -> dict[str, str]:
    state = ""

    def is_settled(seconds: float) -> bool:
        nonlocal state
        state = turn_on()
        return state == "available"

    # A rollback must not fail; and what isn't accepted in time is left to the schedule.
    if event["RequestType"] != "Delete" and not stack_is(event, "UPDATE_ROLLBACK_IN_PROGRESS"):
        wait(is_settled)
    return {"State": state}


def turn_on() -> str:
    """Turns it on if it can be, and returns the state of the endpoint."""
    found = ec2.describe_vpc_endpoints(VpcEndpointIds=[ENDPOINT])["VpcEndpoints"][0]
    state, is_on = found["State"].lower(), found["PrivateDnsEnabled"]
    log("private DNS", endpoint=ENDPOINT, state=state, on=is_on)
    if state not in ("pendingacceptance", "pending", "available"):
        raise RuntimeError(f"{ENDPOINT} is {state}, and will not be connected")
    if state == "available" and not is_on:
        ec2.modify_vpc_endpoint(VpcEndpointId=ENDPOINT, PrivateDnsEnabled=True)
        log("turned on", endpoint=ENDPOINT)
    return state
