"""The state of the stack that a custom resource belongs to."""

from calls import Any, client


def stack_is(event: dict[str, Any], *states: str) -> bool:
    stacks = client("cloudformation").describe_stacks(StackName=event["StackId"])["Stacks"]
    return stacks[0]["StackStatus"] in states
