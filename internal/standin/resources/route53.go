package resources

import (
	"fmt"
	"regexp"
	"strings"
)

const (
	zone   = "AWS::Route53::HostedZone"
	record = "AWS::Route53::RecordSet"

	route53Api   = "https://docs.aws.amazon.com/Route53/latest/APIReference/"
	route53Guide = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/"
)

var _ = know(map[string]kind{
	zone: {
		id: func(_ *World, r *Resource) string { return fmt.Sprintf("Z%020X", r.number) },
		attributes: func(_ *World, r *Resource) map[string]any {
			return map[string]any{"Id": r.ID, "NameServers": []any{"ns-1.awsdns-00.com", "ns-2.awsdns-00.net"}}
		},
	},
	record: {
		id: func(_ *World, r *Resource) string { return strings.TrimSuffix(r.Properties.string("Name"), ".") },
		references: []reference{
			{property: "HostedZoneId", to: zone, holds: true},
		},
	},
	"AWS::Route53Profiles::ProfileResourceAssociation": {
		id:         prefixed("rpr"),
		attributes: func(_ *World, r *Resource) map[string]any { return map[string]any{"Id": r.ID} },
	},
})

func zoneName(zone *Resource) string { return strings.TrimSuffix(zone.Properties.string("Name"), ".") }

// recordName is a name as Route 53 has it: letters, digits, hyphens and underscores,
// with or without a wildcard in front.
var recordName = regexp.MustCompile(`^(\*\.)?([a-zA-Z0-9_]([a-zA-Z0-9_-]{0,61}[a-zA-Z0-9_])?\.)*[a-zA-Z0-9_]([a-zA-Z0-9_-]{0,61}[a-zA-Z0-9_])?\.?$`)

var route53Rules = []rule{
	{Rule{ID: "dns-zone-name", Of: zone, Code: "InvalidDomainName", Message: "The specified domain name is not valid.", Source: route53Api + "API_CreateHostedZone.html"},
		func(c change) (bool, []any) {
			name := c.Properties.string("Name")
			return brokenIf(!recordName.MatchString(name) || strings.HasPrefix(name, "*") || len(name) > 255, name)
		}},
	{Rule{ID: "zone-vpc", Of: zone, Code: "InvalidVPCId", Message: "The VPC: %s that you provided is not an authorized resource", Source: route53Api + "API_CreateHostedZone.html"},
		func(c change) (bool, []any) {
			for _, vpc := range c.Properties.objects("VPCs") {
				if c.find(Place{c.Account, vpc.string("VPCRegion")}, "AWS::EC2::VPC", vpc.string("VPCId")) == nil {
					return broken(vpc.string("VPCId"))
				}
			}
			return fine()
		}},
	{Rule{ID: "zone-vpc-twice", Of: zone, Code: "ConflictingDomainExists", Source: route53Api + "API_CreateHostedZone.html"},
		func(c change) (bool, []any) {
			return brokenIf(repeats(c.Properties.strings("VPCs.VPCId")), "A VPC is listed twice")
		}},
	{Rule{ID: "dns-name-taken", Of: zone, Code: "ConflictingDomainExists",
		Message: "The VPC %s in region %s has already been associated with a domain that conflicts with %s", Source: route53Guide + "hosted-zone-private-considerations.html"},
		func(c change) (bool, []any) {
			for _, vpc := range c.Properties.objects("VPCs") {
				for _, taken := range c.domainsIn(Place{c.Account, vpc.string("VPCRegion")}, vpc.string("VPCId"), c.number) {
					if taken == zoneName(c.Resource) {
						return broken(vpc.string("VPCId"), vpc.string("VPCRegion"), taken)
					}
				}
			}
			return fine()
		}},
	{Rule{ID: "dns-record-name", Of: record, Code: "InvalidChangeBatch", Source: route53Guide + "DomainNameFormat.html"},
		func(c change) (bool, []any) {
			name := c.Properties.string("Name")
			return brokenIf(!recordName.MatchString(name), fmt.Sprintf("[FATAL problem: DomainLabelInvalid (Domain label is not valid) encountered with '%s']", name))
		}},
	{Rule{ID: "record-outside-zone", Of: record, Code: "InvalidChangeBatch",
		Message: "[RRSet with DNS name %s is not permitted in zone %s]", Source: route53Api + "API_ChangeResourceRecordSets.html"},
		func(c change) (bool, []any) {
			of := c.find(c.Place, zone, c.Properties.string("HostedZoneId"))
			if of == nil || c.ID == zoneName(of) || strings.HasSuffix(c.ID, "."+zoneName(of)) {
				return fine()
			}
			return broken(c.Properties.string("Name"), of.Properties.string("Name"))
		}},
	{Rule{ID: "record-apex", Of: record, Code: "InvalidChangeBatch",
		Message: "[RRSet of type CNAME with DNS name %s is not permitted at apex in zone %s]", Source: route53Guide + "ResourceRecordTypes.html"},
		func(c change) (bool, []any) {
			of := c.the(c.Place, zone, c.Properties.string("HostedZoneId"))
			return brokenIf(c.Properties.string("Type") == "CNAME" && c.ID == zoneName(of), c.Properties.string("Name"), zoneName(of))
		}},
	{Rule{ID: "record-taken", Of: record, Code: "InvalidChangeBatch",
		Message: "[Tried to create resource record set [name='%s', type='%s'] but it already exists]", Source: route53Api + "API_ChangeResourceRecordSets.html"},
		func(c change) (bool, []any) {
			for _, other := range c.others() {
				if other.ID == c.ID && other.Properties.string("Type") == c.Properties.string("Type") &&
					other.Properties.string("HostedZoneId") == c.Properties.string("HostedZoneId") {
					return broken(c.Properties.string("Name"), c.Properties.string("Type"))
				}
			}
			return fine()
		}},
	{Rule{ID: "record-form", Of: record, Code: "InvalidInput", Source: route53Api + "API_ResourceRecordSet.html"},
		func(c change) (bool, []any) {
			alias, records := c.Properties.has("AliasTarget"), c.Properties.has("ResourceRecords")
			if alias == records || records && !c.Properties.has("TTL") || alias && c.Properties.has("TTL") {
				return broken("A record set has either an alias target, or records and a TTL")
			}
			for _, value := range c.Properties.strings("ResourceRecords") {
				if c.Properties.string("Type") == "TXT" && (!strings.HasPrefix(value, `"`) || !strings.HasSuffix(value, `"`)) {
					return broken(fmt.Sprintf("InvalidCharacterString (Value should be enclosed in quotation marks) encountered with '%s'", value))
				}
			}
			return fine()
		}},
}
