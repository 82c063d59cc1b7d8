package resources

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/network"
)

var _ = know(map[string]kind{
	"AWS::EC2::VPC": {id: prefixed("vpc"), attributes: vpcAttributes},
	"AWS::EC2::VPCCidrBlock": {
		id:         prefixed("vpc-cidr-assoc"),
		attributes: func(_ *World, r *Resource) map[string]any { return map[string]any{"Id": r.ID} },
		references: []reference{{property: "VpcId", to: "AWS::EC2::VPC"}},
	},
	"AWS::EC2::Subnet": {
		id: prefixed("subnet"), attributes: subnetAttributes,
		references: []reference{{property: "VpcId", to: "AWS::EC2::VPC", holds: true}},
	},
	"AWS::EC2::RouteTable": {
		id:         prefixed("rtb"),
		attributes: func(_ *World, r *Resource) map[string]any { return map[string]any{"RouteTableId": r.ID} },
		references: []reference{{property: "VpcId", to: "AWS::EC2::VPC", holds: true}},
	},
	"AWS::EC2::SubnetRouteTableAssociation": {
		id:         prefixed("rtbassoc"),
		attributes: func(_ *World, r *Resource) map[string]any { return map[string]any{"Id": r.ID} },
		references: []reference{
			{property: "RouteTableId", to: "AWS::EC2::RouteTable", holds: true},
			{property: "SubnetId", to: "AWS::EC2::Subnet"},
		},
	},
	"AWS::EC2::Route": {
		id: func(_ *World, r *Resource) string {
			return r.Text("RouteTableId") + "|" + destination(r)
		},
		references: []reference{
			{property: "RouteTableId", to: "AWS::EC2::RouteTable"},
			{property: "GatewayId", to: "AWS::EC2::InternetGateway"},
			{property: "NatGatewayId", to: "AWS::EC2::NatGateway"},
			{property: "EgressOnlyInternetGatewayId", to: "AWS::EC2::EgressOnlyInternetGateway"},
		},
	},
	"AWS::EC2::InternetGateway": {id: prefixed("igw")},
	"AWS::EC2::EgressOnlyInternetGateway": {
		id:         prefixed("eigw"),
		attributes: func(_ *World, r *Resource) map[string]any { return map[string]any{"Id": r.ID} },
		references: []reference{{property: "VpcId", to: "AWS::EC2::VPC"}},
	},
	"AWS::EC2::VPCGatewayAttachment": {
		id: func(_ *World, r *Resource) string { return "IGW|" + r.Text("VpcId") },
		references: []reference{
			{property: "VpcId", to: "AWS::EC2::VPC", holds: true},
			{property: "InternetGatewayId", to: "AWS::EC2::InternetGateway", holds: true},
		},
	},
	"AWS::EC2::EIP": {
		id:         func(_ *World, r *Resource) string { return fmt.Sprintf("203.0.113.%d", r.number%256) },
		knownBy:    []string{"AllocationId"},
		attributes: eipAttributes,
	},
	"AWS::EC2::NatGateway": {
		id:         prefixed("nat"),
		attributes: func(_ *World, r *Resource) map[string]any { return map[string]any{"NatGatewayId": r.ID} },
		references: []reference{
			{property: "SubnetId", to: "AWS::EC2::Subnet", holds: true},
			{property: "AllocationId", to: "AWS::EC2::EIP", holds: true},
		},
	},
})

func vpcAttributes(_ *World, r *Resource) map[string]any {
	v6 := []any{}
	for _, prefix := range r.Ranges6() {
		v6 = append(v6, prefix.String())
	}
	return map[string]any{
		"VpcId": r.ID, "CidrBlock": r.Text("CidrBlock"), "Ipv6CidrBlocks": v6,
		"DefaultSecurityGroup": fmt.Sprintf("sg-%017x", 0xd00000000+r.number),
	}
}

// range6 is what Amazon chooses for a VPC's IPv6 block.
func (block *Resource) range6() []netip.Prefix {
	if !block.Bool("AmazonProvidedIpv6CidrBlock") || block.Has("Ipv6CidrBlock") {
		return nil
	}
	return []netip.Prefix{netip.MustParsePrefix(fmt.Sprintf("2600:1f18:%x:%x00::/56", block.number>>8, block.number&0xff))}
}

func subnetAttributes(w *World, r *Resource) map[string]any {
	v6 := []any{}
	if block := r.Text("Ipv6CidrBlock"); block != "" {
		v6 = append(v6, block)
	}
	return map[string]any{
		"SubnetId": r.ID, "VpcId": r.Text("VpcId"), "CidrBlock": r.Text("CidrBlock"),
		"Ipv6CidrBlocks": v6, "AvailabilityZone": r.Text("AvailabilityZone"),
		"AvailabilityZoneId":      w.zoneOf(r.Resource),
		"NetworkAclAssociationId": fmt.Sprintf("aclassoc-%017x", r.number),
	}
}

// zoneOf is the ID of a subnet's zone.
func (w *World) zoneOf(subnet *network.Resource) string {
	if id := subnet.Text("AvailabilityZoneId"); id != "" {
		return id
	}
	return w.zoneID(subnet.Place, subnet.Or("AvailabilityZone", subnet.Region+"a"))
}

func eipAttributes(_ *World, r *Resource) map[string]any {
	return map[string]any{"PublicIp": r.ID, "AllocationId": fmt.Sprintf("eipalloc-%017x", r.number)}
}

func destination(r *Resource) string {
	return r.Or("DestinationCidrBlock", r.Or("DestinationIpv6CidrBlock", r.Text("DestinationPrefixListId")))
}

// internet says whether a VPC has an internet gateway.
func (w *World) internet(place Place, vpc string) bool {
	return slices.ContainsFunc(w.All("AWS::EC2::VPCGatewayAttachment"), func(r *Resource) bool {
		return r.Place == place && r.Text("VpcId") == vpc && r.Has("InternetGatewayId")
	})
}

const vpcGuide = "https://docs.aws.amazon.com/vpc/latest/userguide/"

var networkRules = []rule{
	{Rule{ID: "vpc-range", Of: "AWS::EC2::VPC", Code: "InvalidVpc.Range", Message: "The CIDR '%s' is invalid.", Source: ec2Errors},
		func(c change) (bool, []any) {
			cidr := c.Text("CidrBlock")
			prefix, err := netip.ParsePrefix(cidr)
			is := cidr != "" && (err != nil || !prefix.Addr().Is4() || prefix.Bits() < 16 || prefix.Bits() > 28)
			return brokenIf(is, cidr)
		}},
	{Rule{ID: "subnet-zone", Of: "AWS::EC2::Subnet", Code: "InvalidParameterValue", Source: ec2Errors},
		func(c change) (bool, []any) {
			return brokenIf(c.zoneOf(c.Resource.Resource) == "", fmt.Sprintf("Value (%s) for parameter availabilityZone is invalid", c.Text("AvailabilityZone")))
		}},
	{Rule{ID: "subnet-range", Of: "AWS::EC2::Subnet", Code: "InvalidSubnet.Range", Message: "The CIDR '%s' is invalid.", Source: ec2Errors},
		func(c change) (bool, []any) {
			for property, ranges := range map[string][]netip.Prefix{"CidrBlock": c.Vpc().Ranges4(), "Ipv6CidrBlock": c.Vpc().Ranges6()} {
				cidr := c.Text(property)
				if cidr != "" && !within(cidr, ranges) {
					return broken(cidr)
				}
			}
			return fine()
		}},
	{Rule{ID: "subnet-overlap", Of: "AWS::EC2::Subnet", Code: "InvalidSubnet.Conflict", Message: "The CIDR '%s' conflicts with another subnet", Source: ec2Errors},
		func(c change) (bool, []any) {
			for _, other := range c.others() {
				if other.Text("VpcId") != c.Text("VpcId") {
					continue
				}
				for _, property := range []string{"CidrBlock", "Ipv6CidrBlock"} {
					a, errA := netip.ParsePrefix(c.Text(property))
					b, errB := netip.ParsePrefix(other.Text(property))
					if errA == nil && errB == nil && a.Overlaps(b) {
						return broken(a)
					}
				}
			}
			return fine()
		}},
	{Rule{ID: "route-table-association", Of: "AWS::EC2::SubnetRouteTableAssociation", Code: "Resource.AlreadyAssociated",
		Message: "the specified association for route table %s conflicts with an existing association", Source: ec2Errors},
		func(c change) (bool, []any) {
			for _, other := range c.others() {
				if other.Text("SubnetId") == c.Text("SubnetId") {
					return broken(c.Text("RouteTableId"))
				}
			}
			return fine()
		}},
	{Rule{ID: "route-duplicate", Of: "AWS::EC2::Route", Code: "RouteAlreadyExists", Message: "The route identified by %s already exists.", Source: ec2Errors},
		func(c change) (bool, []any) {
			for _, other := range c.others() {
				if other.ID == c.ID {
					return broken(destination(c.Resource))
				}
			}
			return fine()
		}},
	{Rule{ID: "route-gateway-attached", Of: "AWS::EC2::Route", Code: "InvalidParameterValue",
		Message: "route table %s and network gateway %s belong to different networks", Source: ec2Errors},
		func(c change) (bool, []any) {
			gateway := c.Text("GatewayId")
			if gateway == "" {
				return fine()
			}
			table := c.The("RouteTableId", "AWS::EC2::RouteTable")
			return brokenIf(!c.internet(c.Place, table.Text("VpcId")), table.ID, gateway)
		}},
	{Rule{ID: "nat-internet", Of: "AWS::EC2::NatGateway", Code: "Gateway.NotAttached", Message: "Network %s has no Internet gateway attached", Source: ec2Errors},
		func(c change) (bool, []any) {
			subnet := c.find("AWS::EC2::Subnet", c.Text("SubnetId"))
			if subnet == nil || c.Text("ConnectivityType") == "private" {
				return fine()
			}
			return brokenIf(!c.internet(c.Place, subnet.Text("VpcId")), subnet.Text("VpcId"))
		}},
	{Rule{ID: "dns-hostnames-need-support", Of: "AWS::EC2::VPC", Code: "InvalidParameterCombination", Source: vpcGuide + "vpc-dns.html"},
		func(c change) (bool, []any) {
			return brokenIf(c.Bool("EnableDnsHostnames") && c.Text("EnableDnsSupport") == "false", "DNS hostnames can't be enabled while DNS support is disabled")
		}},
}

// attachmentRelease: a gateway with public addresses behind it can't be detached.
var attachmentRelease = rule{
	Rule{ID: "gateway-in-use", Of: "AWS::EC2::VPCGatewayAttachment", Code: "DependencyViolation",
		Message: "Network %s has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.", Source: ec2Errors},
	func(c change) (bool, []any) {
		vpc := c.Text("VpcId")
		for _, nat := range c.All("AWS::EC2::NatGateway") {
			subnet := c.find("AWS::EC2::Subnet", nat.Text("SubnetId"))
			if nat.Place == c.Place && subnet != nil && subnet.Text("VpcId") == vpc {
				return broken(vpc)
			}
		}
		return fine()
	},
}

// within says whether a range lies in one of several.
func within(cidr string, ranges []netip.Prefix) bool {
	inner, err := netip.ParsePrefix(cidr)
	return err == nil && slices.ContainsFunc(ranges, func(outer netip.Prefix) bool {
		return outer.Contains(inner.Addr()) && inner.Bits() >= outer.Bits()
	})
}
