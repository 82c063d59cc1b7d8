"""Has AWS verify the private DNS name of an endpoint service, and waits until it has."""

from answer import answer
from calls import Any, client, log
from stack import stack_is
from wait import WAIT, wait

ec2 = client("ec2")


def handler(event: dict[str, Any], context: Any) -> None:
    answer(event, verify)


def verify(event: dict[str, Any]) -> dict[str, str]:
    if event["RequestType"] == "Delete":
        return {}
    asked = event["ResourceProperties"]
    service = asked["ServiceId"]
    rolling_back = stack_is(event, "UPDATE_ROLLBACK_IN_PROGRESS")
    state, starts = "", 0

    def is_verified(seconds: float) -> bool:
        nonlocal state, starts
        found = ec2.describe_vpc_endpoint_service_configurations(ServiceIds=[service])
        state = found["ServiceConfigurations"][0]["PrivateDnsNameConfiguration"]["State"]
        if rolling_back:  # Which must not fail.
            return True
        # AWS looks for the record only when it is asked to.
        if state != "verified" and seconds >= 60 * starts:
            ec2.start_vpc_endpoint_service_private_dns_verification(ServiceId=service)
            starts += 1
        log("verification", service=service, state=state, starts=starts)
        return state == "verified"

    if not wait(is_verified):
        record = f"{asked['RecordName']} with the value {asked['RecordValue']}"
        raise TimeoutError(f"{service} is {state} after {WAIT} seconds: publish the TXT record {record}")
    return {"State": state}
