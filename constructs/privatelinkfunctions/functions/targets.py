"""Keeps the addresses of DNS names registered with a target group."""

import socket

from answer import answer
from calls import Any, client, log, os

GROUP, PORT, NAMES = os.environ["TARGET_GROUP"], int(os.environ["PORT"]), os.environ["DNS_NAMES"].split()
FAMILY = socket.AddressFamily[os.environ["FAMILY"]]
KEEP, TAG = int(os.environ["KEEP"]), os.environ["TAG"]
elb = client("elbv2")


def handler(event: dict[str, Any], context: Any) -> None:
    if "ResponseURL" in event:
        answer(event, update_at_deployment)
    else:
        update()


def update_at_deployment(event: dict[str, Any]) -> None:
    if event["RequestType"] != "Delete":
        update()


def update() -> None:
    # A name that can't be looked up raises before anything is changed.
    found = {str(one[4][0]) for name in NAMES for one in socket.getaddrinfo(name, PORT, FAMILY, socket.SOCK_STREAM)}
    missed, there = own(), registered()
    # What others have registered is never its own, though a name leads to it.
    now = {one: missed[one] + 1 for one in missed if one in there and one not in found}
    now |= {one: 0 for one in found if one in missed or one not in there}
    new, gone = sorted(found - there), sorted(one for one in now if now[one] > KEEP)
    # It is remembered before it is registered, and forgotten after it is taken away.
    remember(missed, now)
    if new:
        elb.register_targets(TargetGroupArn=GROUP, Targets=[{"Id": one, "Port": PORT} for one in new])
    if gone:
        elb.deregister_targets(TargetGroupArn=GROUP, Targets=[{"Id": one, "Port": PORT} for one in gone])
    log("targets", group=GROUP, names=NAMES, found=sorted(found), registered=new, deregistered=gone)
    remember(now, {one: now[one] for one in now if one not in gone})


def registered() -> set[str]:
    health = elb.describe_target_health(TargetGroupArn=GROUP)["TargetHealthDescriptions"]
    staying = [one["Target"] for one in health if one["TargetHealth"]["State"] != "draining"]
    return {one["Id"] for one in staying if one["Port"] == PORT}


def own() -> dict[str, int]:
    """What it has registered, and how often the names were without it: a tag of the group."""
    tags = elb.describe_tags(ResourceArns=[GROUP])["TagDescriptions"][0]["Tags"]
    text = next((tag["Value"] for tag in tags if tag["Key"] == TAG), "")
    return {one.split("=")[0]: int(one.split("=")[1]) for one in text.split()}


def remember(before: dict[str, int], now: dict[str, int]) -> None:
    if now != before:
        text = " ".join(f"{one}={now[one]}" for one in sorted(now))
        elb.add_tags(ResourceArns=[GROUP], Tags=[{"Key": TAG, "Value": text}])
