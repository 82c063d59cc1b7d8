package resources

import (
	"fmt"
	"strings"
)

const (
	zone   = "AWS::Route53::HostedZone"
	record = "AWS::Route53::RecordSet"
)

var _ = know(map[string]kind{
	zone: {
		id: func(_ *World, r *Resource) string { return fmt.Sprintf("Z%020X", r.number) },
		attributes: func(_ *World, r *Resource) map[string]any {
			return map[string]any{"Id": r.ID, "NameServers": []any{"ns-1.awsdns-00.com", "ns-2.awsdns-00.net"}}
		},
	},
	record: {
		id: func(_ *World, r *Resource) string { return strings.TrimSuffix(r.Text("Name"), ".") },
		references: []reference{
			{property: "HostedZoneId", to: zone, holds: true},
		},
	},
	"AWS::Route53Profiles::ProfileResourceAssociation": {
		id:         prefixed("rpr"),
		attributes: func(_ *World, r *Resource) map[string]any { return map[string]any{"Id": r.ID} },
	},
})
