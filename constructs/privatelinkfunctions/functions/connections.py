"""The connections of an endpoint service."""

from calls import Any, Iterator, client

ec2 = client("ec2")


def connections(service: str, *states: str) -> Iterator[dict[str, Any]]:
    """All that are in one of some states, which AWS spells in two ways."""
    pages = ec2.get_paginator("describe_vpc_endpoint_connections")
    for page in pages.paginate(Filters=[{"Name": "service-id", "Values": [service]}]):
        for found in page["VpcEndpointConnections"]:
            if found["VpcEndpointState"].lower() in states:
                yield found
