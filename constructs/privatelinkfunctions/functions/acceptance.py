"""Accepts the connections of some accounts and endpoints; others stay pending."""

from answer import answer
from calls import Any, client, json, log, os
from connections import connections, ec2

SERVICE = os.environ["SERVICE"]
ACCOUNTS = os.environ["ACCOUNTS"].split()
ENDPOINTS = os.environ["ENDPOINTS"].split()


def handler(event: dict[str, Any], context: Any) -> None:
    if "ResponseURL" in event:
        answer(event, accept_what_waits)
        return
    accept()
    for record in event.get("Records", []):
        forward(record["Sns"]["Message"])


def accept_what_waits(event: dict[str, Any]) -> None:
    if event["RequestType"] != "Delete":
        accept()


def accept() -> None:
    """Looks at what is pending: a notification is only a reason to look."""
    chosen = []
    for found in connections(SERVICE, "pendingacceptance"):
        endpoint, account = found["VpcEndpointId"], found["VpcEndpointOwner"]
        is_chosen = account in ACCOUNTS or endpoint in ENDPOINTS
        log("accept" if is_chosen else "leave pending", service=SERVICE, endpoint=endpoint, account=account)
        if is_chosen:
            chosen.append(endpoint)
    if not chosen:
        return
    failed = ec2.accept_vpc_endpoint_connections(ServiceId=SERVICE, VpcEndpointIds=chosen).get("Unsuccessful")
    if failed:  # The next run looks at them again.
        log("not accepted", service=SERVICE, endpoints=failed)
        raise RuntimeError(f"{len(failed)} of {len(chosen)} connections of {SERVICE} were not accepted")


def forward(message: str) -> None:
    """Puts a notification on an event bus, if there is one."""
    bus = os.environ.get("EVENT_BUS")
    if not bus:
        return
    entry = {"EventBusName": bus, "Source": os.environ["EVENT_SOURCE"], "DetailType": os.environ["EVENT_TYPE"]}
    detail = json.dumps({"serviceId": SERVICE, "message": message})
    told = client("events").put_events(Entries=[{**entry, "Detail": detail}])
    if told["FailedEntryCount"]:
        raise RuntimeError(f"not put on {bus}: {told['Entries']}")
