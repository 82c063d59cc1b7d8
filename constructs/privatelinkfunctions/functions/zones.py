"""Makes the zones that a load balancer has gained those of its endpoint service."""

from answer import answer
from calls import Any, client, log
from wait import wait

ec2, elb = client("ec2"), client("elbv2")


def handler(event: dict[str, Any], context: Any) -> None:
    answer(event, propagate)


def propagate(event: dict[str, Any]) -> dict[str, str]:
    """Never fails: a rollback would take away subnets, which AWS refuses once endpoints are connected."""
    if event["RequestType"] == "Delete":
        return {}
    service = event["ResourceProperties"]["ServiceId"]
    missing, asked = ["unknown"], 0

    def has_all(seconds: float) -> bool:
        nonlocal missing, asked
        try:
            missing = missing_of(service)
            if missing and seconds >= 60 * asked:
                # With the ID alone, AWS looks at the load balancers again.
                ec2.modify_vpc_endpoint_service_configuration(ServiceId=service)
                asked += 1
        except Exception as error:
            log("failed", service=service, error=str(error))
        log("zones", service=service, missing=missing)
        return not missing

    wait(has_all)
    return {"Missing": " ".join(missing) or "none"}


def missing_of(service: str) -> list[str]:
    found = ec2.describe_vpc_endpoint_service_configurations(ServiceIds=[service])["ServiceConfigurations"][0]
    balancers = elb.describe_load_balancers(LoadBalancerArns=found["NetworkLoadBalancerArns"])["LoadBalancers"]
    zones = {zone["ZoneName"] for one in balancers for zone in one["AvailabilityZones"]}
    return sorted(zones - set(found["AvailabilityZones"]))
