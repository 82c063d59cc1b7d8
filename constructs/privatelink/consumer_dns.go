package privatelink

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/internal/cdk"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// makeNames makes the zone, or takes the one that exists, and its records.
func (c *ConsumerEndpoint) makeNames() {
	dns := c.plan.Dns
	zoneName := strings.TrimSuffix(dns.ZoneName, ".")
	switch {
	case dns.ServiceDnsName:
		c.dnsName = c.plan.Service.PrivateDnsName
		return
	case dns.ZoneName != "":
		zone := awsroute53.NewPrivateHostedZone(c, jsii.String("HostedZone"), &awsroute53.PrivateHostedZoneProps{
			Vpc:      c.objects.vpc.Object,
			ZoneName: &zoneName,
		})
		for _, vpc := range c.objects.otherVpcs {
			zone.AddVpc(vpc)
		}
		c.HostedZone = zone
	case dns.HasHostedZone:
		c.HostedZone = c.objects.hostedZone
		zoneName = dns.HostedZoneName
	default:
		return
	}
	zoneID, entries := c.HostedZone.HostedZoneId(), c.Endpoint.VpcEndpointDnsEntries()
	for i, name := range dns.Names {
		if i == 0 {
			c.dnsName = within(name, zoneName)
		}
		if dns.Cname {
			c.addRecord(suffixed("Record", name, i), c.cnameRecord(within(name, zoneName), zoneID, map[string]any{"Fn::Select": []any{1, regionalOf(entries)}}))
			continue
		}
		if c.plan.HasIpv4() {
			c.addRecord(suffixed("Record", name, i), c.aliasRecord("A", within(name, zoneName), zoneID, entries))
		}
		if c.plan.HasIpv6() {
			c.addRecord(suffixed("RecordIpv6", name, i), c.aliasRecord("AAAA", within(name, zoneName), zoneID, entries))
		}
	}
	c.makeZonalRecords(zoneName, zoneID)
}

// makeZonalRecords names the interfaces of the zones that the endpoint is in.
func (c *ConsumerEndpoint) makeZonalRecords(zoneName string, zoneID *string) {
	names := c.plan.Dns.ZonalNames
	for i, zone := range slices.Sorted(maps.Keys(names)) {
		here, ok := c.plan.ZoneHere(zone)
		if !ok {
			continue
		}
		c.addRecord(suffixed("ZonalRecord", zone, i), c.cnameRecord(within(names[zone], zoneName), zoneID, c.ZonalDnsName(here)))
	}
}

// addRecord makes a record as a plain resource: the L2's alias target comes with
// a package that doubles every user's build, and typed strings would cost five
// more messages.
func (c *ConsumerEndpoint) addRecord(id string, properties map[string]any) {
	c.Records = append(c.Records, awscdk.NewCfnResource(c, &id, &awscdk.CfnResourceProps{
		Type:       jsii.String("AWS::Route53::RecordSet"),
		Properties: &properties,
	}))
}

// regionalOf is the endpoint's regional entry, the first, split into hosted zone and name.
func regionalOf(entries *[]*string) map[string]any {
	return map[string]any{"Fn::Split": []any{":", map[string]any{"Fn::Select": []any{0, entries}}}}
}

// cnameRecord leads to a name of the endpoint's.
func (c *ConsumerEndpoint) cnameRecord(name string, zoneID *string, to any) map[string]any {
	return map[string]any{
		"HostedZoneId":    zoneID,
		"Name":            name + ".",
		"Type":            "CNAME",
		"TTL":             strconv.Itoa(wholeSeconds(c.plan.Dns.Ttl)),
		"ResourceRecords": []any{to},
	}
}

// aliasRecord leads to the endpoint's regional entry.
func (c *ConsumerEndpoint) aliasRecord(recordType, name string, zoneID *string, entries *[]*string) map[string]any {
	regional := regionalOf(entries)
	record := map[string]any{
		"HostedZoneId": zoneID,
		"Name":         name + ".",
		"Type":         recordType,
		"AliasTarget": map[string]any{
			"HostedZoneId": map[string]any{"Fn::Select": []any{0, regional}},
			"DNSName":      map[string]any{"Fn::Select": []any{1, regional}},
		},
	}
	if c.plan.Dns.EvaluateTargetHealth {
		record["AliasTarget"].(map[string]any)["EvaluateTargetHealth"] = true
	}
	return record
}

// within is a name within a zone, in full.
func within(name, zone string) string {
	if name == "" {
		return zone
	}
	return strings.TrimSuffix(name, ".") + "." + zone
}

// suffixed makes an ID of a name: "*" is spelled, because CDK drops it. IDs hold no
// tokens: the position stands for one.
func suffixed(id, name string, position int) string {
	switch {
	case name == "":
		return id
	case plan.Unknown(name):
		return id + "-" + strconv.Itoa(position+1)
	}
	return id + "-" + strings.ReplaceAll(name, "*", "wildcard")
}

// associateProfile has the names resolve in all VPCs of a Route 53 profile.
//
// Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/profile-associate-resources.html
func (c *ConsumerEndpoint) associateProfile() {
	id := c.plan.Dns.ProfileId
	if id == "" {
		return
	}
	partition := cdk.PartitionOf(c.plan.Region)
	arn := "arn:" + partition + ":ec2:" + c.plan.Region + ":" + c.plan.Account + ":vpc-endpoint/" + *c.Endpoint.VpcEndpointId()
	if c.HostedZone != nil {
		arn = "arn:" + partition + ":route53:::hostedzone/" + *c.HostedZone.HostedZoneId()
	}
	c.Profile = awscdk.NewCfnResource(c, jsii.String("Profile"), &awscdk.CfnResourceProps{
		Type: jsii.String("AWS::Route53Profiles::ProfileResourceAssociation"),
		Properties: &map[string]any{
			"Name":        awscdk.Names_UniqueResourceName(c, &awscdk.UniqueResourceNameOptions{MaxLength: jsii.Number(64)}),
			"ProfileId":   id,
			"ResourceArn": arn,
		},
	})
}
