package network

import "github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"

// lattice turns the good system into one of VPC Lattice: a database in the provider's VPC, by
// its name, which the consumer's endpoint leads to on port 443.
const lattice = `
	Provider.Nlb = -
	Provider.Listener = -
	Provider.Targets = -
	Provider.Service = -
	Provider.Permissions = -
	Provider.Group = -
	Provider.Out = -
	Provider.RgwGroup = {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "Gateway", "VpcId": {"Ref": "Vpc"},
	 "SecurityGroupEgress": [{"DestinationSecurityGroupId": {"Ref": "DbGroup"}, "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}]}}
	Provider.DbGroup = {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "Database", "VpcId": {"Ref": "Vpc"}}}
	Provider.DbIn = {"Type": "AWS::EC2::SecurityGroupIngress", "Properties": {"GroupId": {"Ref": "DbGroup"}, "SourceSecurityGroupId": {"Fn::GetAtt": ["RgwGroup", "GroupId"]}, "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}}
	Provider.DbSubnets = {"Type": "AWS::RDS::DBSubnetGroup", "Properties": {"DBSubnetGroupDescription": "Database", "SubnetIds": [{"Ref": "SubnetA"}, {"Ref": "SubnetB"}]}}
	Provider.Db = {"Type": "AWS::RDS::DBInstance", "Properties": {"VPCSecurityGroups": [{"Fn::GetAtt": ["DbGroup", "GroupId"]}], "DBSubnetGroupName": {"Ref": "DbSubnets"}}}
	Provider.Rgw = {"Type": "AWS::VpcLattice::ResourceGateway", "Properties": {"Name": "orders", "VpcIdentifier": {"Ref": "Vpc"},
	 "SubnetIds": [{"Ref": "SubnetA"}, {"Ref": "SubnetB"}], "SecurityGroupIds": [{"Fn::GetAtt": ["RgwGroup", "GroupId"]}]}}
	Provider.Rcfg = {"Type": "AWS::VpcLattice::ResourceConfiguration", "Properties": {"Name": "orders", "ResourceConfigurationType": "SINGLE", "ProtocolType": "TCP", "PortRanges": ["443"],
	 "ResourceGatewayId": {"Fn::GetAtt": ["Rgw", "Id"]}, "ResourceConfigurationDefinition": {"DnsResource": {"DomainName": {"Fn::GetAtt": ["Db", "Endpoint.Address"]}, "IpAddressType": "IPV4"}}}}
	Provider.Share = {"Type": "AWS::RAM::ResourceShare", "Properties": {"Name": "orders", "ResourceArns": [{"Fn::GetAtt": ["Rcfg", "Arn"]}], "Principals": ["444455556666"]}}
	Provider.!Outputs.Rcfg = {"Value": {"Fn::GetAtt": ["Rcfg", "Arn"]}}
	Consumer.Record = -
	Consumer.Zone = -
	Consumer.Endpoint.VpcEndpointType = "Resource"
	Consumer.Endpoint.ServiceName = -
	Consumer.Endpoint.ResourceConfigurationArn = {"Fn::GetStackOutput": {"StackName": "Provider", "OutputName": "Rcfg", "RoleArn": "arn:aws:iam::111122223333:role/reader"}}
`

// latticeGroup makes a group of it, whose members are the database and an address.
const latticeGroup = lattice + `
	Provider.Member = {"Type": "AWS::VpcLattice::ResourceConfiguration", "Properties": {"Name": "database", "ResourceConfigurationType": "CHILD", "PortRanges": ["443"],
	 "ResourceConfigurationGroupId": {"Fn::GetAtt": ["Rcfg", "Id"]}, "ResourceConfigurationDefinition": {"DnsResource": {"DomainName": {"Fn::GetAtt": ["Db", "Endpoint.Address"]}, "IpAddressType": "IPV4"}}}}
	Provider.Member2 = {"Type": "AWS::VpcLattice::ResourceConfiguration", "Properties": {"Name": "cache", "ResourceConfigurationType": "CHILD", "PortRanges": ["6379"],
	 "ResourceConfigurationGroupId": {"Ref": "Rcfg"}, "ResourceConfigurationDefinition": {"IpResource": "10.0.1.9"}}}
	Provider.Rcfg.ResourceConfigurationType = "GROUP"
	Provider.Rcfg.PortRanges = -
	Provider.Rcfg.ResourceConfigurationDefinition = -
`

// latticeAddress has an instance in place of the database, by its address.
const latticeAddress = lattice + `
	Provider.Db = {"Type": "AWS::EC2::Instance", "Properties": {"SubnetId": {"Ref": "SubnetB"}, "SecurityGroupIds": [{"Ref": "DbGroup"}]}}
	Provider.Rcfg.ResourceConfigurationDefinition = {"IpResource": {"Fn::GetAtt": ["Db", "PrivateIp"]}}
`

// latticeZone is a subnet of the provider's in a zone that the consumer isn't in.
const latticeZone = lattice + `
	Provider.SubnetC = {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.0.2.0/24", "AvailabilityZoneId": "use1-az4"}}
`

// resourceCases break demands about resources.
var resourceCases = []broken{
	{demand: "resource-name", at: "Provider.Rgw", changes: lattice + `Provider.Rgw.Name = "rgw-orders"`},
	{demand: "resource-name", at: "Provider.Rcfg", changes: lattice + `Provider.Rcfg.Name = "Orders"`},
	{demand: "resource-name", at: "Provider.Rcfg", changes: lattice + `Provider.Rcfg.Name = "a--b"`},
	{demand: "resource-name-taken", at: "Provider.Rcfg", changes: latticeGroup + `Provider.Member.Name = "orders"`, more: []string{"resource-name-taken at Provider.Member"}},
	{demand: "gateway-vpc", at: "Provider.Rgw", changes: lattice + otherVpc + `Provider.Rgw.SubnetIds.1 = {"Ref": "Subnet2"}`},
	{demand: "gateway-vpc", at: "Provider.Rgw", changes: lattice + otherVpc + `
		Provider.Group2 = {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "Other", "VpcId": {"Ref": "Vpc2"}}}
		Provider.Rgw.SecurityGroupIds.1 = {"Ref": "Group2"}`},
	{demand: "security-group-count", at: "Provider.Rgw", changes: lattice + `Provider.Rgw.SecurityGroupIds = ["sg-1", "sg-2", "sg-3", "sg-4", "sg-5", "sg-6"]`},
	{demand: "gateway-addresses", at: "Provider.Rgw", changes: lattice + `Provider.Rgw.Ipv4AddressesPerEni = 63`},
	{demand: "gateway-family", at: "Provider.Rgw", changes: lattice + `Provider.Rgw.IpAddressType = "DUALSTACK"`},
	{demand: "gateway-family", at: "Provider.Rcfg", changes: lattice + `Provider.Rcfg.ResourceConfigurationDefinition.DnsResource.IpAddressType = "IPV6"`},
	{demand: "gateway-family", at: "Provider.Rcfg", changes: lattice + `Provider.Rcfg.ResourceConfigurationDefinition = {"IpResource": "2001:db8::5"}`},
	{demand: "resource-definition", at: "Provider.Rcfg", changes: lattice + `Provider.Rcfg.ResourceConfigurationDefinition = -`},
	{demand: "resource-definition", at: "Provider.Rcfg", changes: lattice + `Provider.Rcfg.ResourceConfigurationType = "ARN"`},
	{demand: "resource-address", at: "Provider.Rcfg", changes: lattice + `Provider.Rcfg.ResourceConfigurationDefinition = {"IpResource": "203.0.113.5"}`},
	{demand: "resource-domain", at: "Provider.Rcfg", changes: lattice + `Provider.Rcfg.ResourceConfigurationDefinition.DnsResource.DomainName = "db.example.com:443"`},
	{demand: "resource-domain", at: "Provider.Rcfg", changes: lattice + `Provider.Rcfg.CustomDomainName = "orders example.com"`},
	{demand: "resource-arn", at: "Provider.Rcfg", changes: lattice + `Provider.Rcfg.ResourceConfigurationType = "ARN"
		Provider.Rcfg.PortRanges = -
		Provider.Rcfg.ResourceConfigurationDefinition = {"ArnResource": "arn:aws:s3:::orders"}`},
	{demand: "resource-verification", at: "Provider.Rcfg", changes: lattice + `Provider.Rcfg.CustomDomainName = "orders.example.com"
		Provider.Rcfg.DomainVerificationId = "example.com"`},
	{demand: "resource-service-network", at: "Provider.Mesh", changes: lattice + `
		Provider.Mesh = {"Type": "AWS::VpcLattice::ServiceNetworkResourceAssociation", "Properties": {"ResourceConfigurationId": {"Ref": "Rcfg"}, "ServiceNetworkId": "orders"}}`},
	{demand: "share-principal", at: "Provider.Share", changes: lattice + `Provider.Share.Principals.1 = "o-exampleorgid"`},
	{demand: "resource-ports", at: "Provider.Rcfg", changes: lattice + `Provider.Rcfg.PortRanges = ["443", "9000-8000"]`},
	{demand: "resource-of-group", at: "Provider.Rcfg", changes: lattice + `Provider.Rcfg.ResourceGatewayId = -`},
	{demand: "resource-of-group", at: "Provider.Member", changes: latticeGroup + `Provider.Member.ResourceConfigurationGroupId = -`},
	{demand: "resource-of-group", at: "Provider.Member", changes: latticeGroup + `Provider.Member.ResourceConfigurationGroupId = {"Ref": "Single"}
		Provider.Single = {"Type": "AWS::VpcLattice::ResourceConfiguration", "Properties": {"Name": "single", "ResourceConfigurationType": "SINGLE", "PortRanges": ["443"],
		 "ResourceGatewayId": {"Ref": "Rgw"}, "ResourceConfigurationDefinition": {"IpResource": "10.0.1.9"}}}`},
	{demand: "resource-group-custom-domain", at: "Provider.Rcfg", changes: latticeGroup + `Provider.Rcfg.CustomDomainName = "db.example.com"`},
	{demand: "resource-group-domain", at: "Provider.Member", changes: latticeGroup + `Provider.Rcfg.GroupDomain = "db.example.com"
		Provider.Member.CustomDomainName = "orders.example.com"`},
	{demand: "resource-child-alone", at: "Provider.Share", changes: latticeGroup + `Provider.Share.ResourceArns.1 = {"Fn::GetAtt": ["Member", "Arn"]}`},
	{demand: "resource-child-alone", at: "Consumer.Endpoint", changes: latticeGroup + `Provider.!Outputs.Rcfg.Value = {"Fn::GetAtt": ["Member", "Arn"]}`,
		more: []string{"resource-shared at Consumer.Endpoint"}},
	{demand: "resource-shared", at: "Consumer.Endpoint", changes: lattice + `Provider.Share.Principals = ["999999999999"]`},
	{demand: "resource-shared", at: "Consumer.Endpoint", changes: lattice + `Provider.Share = -`},
	{demand: "resource-region", at: "Paris.Endpoint", changes: lattice + paris + `
		Paris.Endpoint = {"Type": "AWS::EC2::VPCEndpoint", "Properties": {"VpcEndpointType": "Resource", "VpcId": {"Ref": "Vpc"}, "SubnetIds": [{"Ref": "Subnet"}],
		 "ResourceConfigurationArn": {"Fn::GetStackOutput": {"StackName": "Provider", "OutputName": "Rcfg", "Region": "us-east-1", "RoleArn": "arn:aws:iam::111122223333:role/reader"}}}}`,
		more: []string{"resource-zones at Paris.Endpoint"}},
	{demand: "resource-zones", at: "Consumer.Endpoint", changes: latticeZone + `Provider.Rgw.SubnetIds = [{"Ref": "SubnetC"}]`},
	{demand: "resource-own-vpc", at: "Provider.Endpoint", changes: lattice + `
		Provider.Rgw.ResourceConfigDnsResolution = "IN_VPC"
		Provider.Rcfg.ResourceConfigurationDefinition.DnsResource.DomainName = "db.orders.internal"
		Provider.Rcfg.CustomDomainName = "orders.internal"
		Provider.Endpoint = {"Type": "AWS::EC2::VPCEndpoint", "Properties": {"VpcEndpointType": "Resource", "VpcId": {"Ref": "Vpc"}, "SubnetIds": [{"Ref": "SubnetA"}],
		 "ResourceConfigurationArn": {"Fn::GetAtt": ["Rcfg", "Arn"]}}}`},
	{demand: "resource-unverified", at: "Consumer.Endpoint", changes: lattice + `
		Provider.Rcfg.CustomDomainName = "orders.example.com"
		Consumer.Endpoint.PrivateDnsEnabled = true`},
	{demand: "endpoint-type", at: "Consumer.Endpoint", changes: lattice + `Consumer.Endpoint.VpcEndpointType = "ServiceNetwork"`},
}

// resourceValid are systems with resources that AWS takes.
var resourceValid = map[string]string{
	"a resource":           lattice,
	"a group of resources": latticeGroup,
	"an address":           latticeAddress,
	"a database by its ARN": lattice + `Provider.Rcfg.ResourceConfigurationType = "ARN"
		Provider.Rcfg.PortRanges = -
		Provider.Rcfg.ResourceConfigurationDefinition = {"ArnResource": {"Fn::GetAtt": ["Db", "DBInstanceArn"]}}`,
	"a resource shared with an organization": lattice + `Provider.Share.Principals = ["arn:aws:organizations::111122223333:organization/o-exampleorgid"]`,
	"a resource shared by another program": lattice + `
		Provider.Share = -
		Provider.Sharer = {"Type": "Custom::Share", "Properties": {"Arn": {"Fn::GetAtt": ["Rcfg", "Arn"]}}}`,
	"a share that isn't known": lattice + `
		Provider.Share.ResourceArns = [{"Ref": "Given"}]
		Provider.!Parameters.Given = {"Type": "String"}`,
	"a resource of another app": lattice + `Consumer.Endpoint.ResourceConfigurationArn = "arn:aws:vpc-lattice:us-east-1:111122223333:resourceconfiguration/rcfg-0123456789abcdef0"`,
	"a gateway of another app": lattice + `
		Provider.Rgw = -
		Provider.Rcfg.ResourceGatewayId = "rgw-0123456789abcdef0"`,
	"a resource outside of the VPC": lattice + `Provider.Rcfg.ResourceConfigurationDefinition = {"IpResource": "100.64.3.5"}`,
	"a resource in its own VPC, resolved publicly": lattice + `
		Provider.Rcfg.ResourceConfigurationDefinition.DnsResource.DomainName = "db.orders.internal"
		Provider.Rcfg.CustomDomainName = "orders.internal"
		Provider.Endpoint = {"Type": "AWS::EC2::VPCEndpoint", "Properties": {"VpcEndpointType": "Resource", "VpcId": {"Ref": "Vpc"}, "SubnetIds": [{"Ref": "SubnetA"}],
		 "ResourceConfigurationArn": {"Fn::GetAtt": ["Rcfg", "Arn"]}}}`,
	"a service network": lattice + `
		Provider.Network = {"Type": "AWS::VpcLattice::ServiceNetwork", "Properties": {}}
		Provider.Mesh = {"Type": "AWS::VpcLattice::ServiceNetworkResourceAssociation", "Properties": {"ResourceConfigurationId": {"Ref": "Rcfg"}, "ServiceNetworkId": {"Fn::GetAtt": ["Network", "Id"]}}}`,
	"shared with a role, and a service": lattice + `Provider.Share.Principals = ["arn:aws:iam::444455556666:role/cdk", "eks.amazonaws.com"]`,
	"one zone in common":                latticeZone + `Provider.Rgw.SubnetIds = [{"Ref": "SubnetC"}, {"Ref": "SubnetB"}]`,
	"all domains, unverified": lattice + `
		Provider.Rcfg.CustomDomainName = "orders.example.com"
		Consumer.Endpoint.PrivateDnsEnabled = true
		Consumer.Endpoint.DnsOptions = {"PrivateDnsPreference": "ALL_DOMAINS"}`,
	"members' names without a group domain": latticeGroup + `Provider.Member.CustomDomainName = "orders.example.com"`,
}

func init() {
	brokenCases = append(brokenCases, resourceCases...)
	for name, changes := range resourceValid {
		valid[name] = changes
	}
	mutations = append(mutations, resourceMutations...)
}

// resourceMutations close the hops to a resource.
var resourceMutations = []mutation{
	{"permission", demand.ResourceShared, lattice, `Provider.Share.Principals = ["999999999999"]`,
		`Provider.Share2 = {"Type": "AWS::RAM::ResourceShare", "Properties": {"Name": "more", "ResourceArns": [{"Ref": "Rcfg"}], "Principals": ["444455556666"]}}`, false},
	{"zones", demand.ResourceZones, latticeZone, `Provider.Rgw.SubnetIds = [{"Ref": "SubnetC"}]`, `Provider.Rgw.SubnetIds = [{"Ref": "SubnetC"}, {"Ref": "SubnetB"}]`, false},
	{"configuration", demand.ResourcePortClosed, lattice, `Provider.Rcfg.PortRanges = ["5432", "8000-9000"]`, `Provider.Rcfg.PortRanges.2 = "400-500"`, false},
	{"gateway-out", demand.ResourceOutbound, lattice, `Provider.RgwGroup.SecurityGroupEgress = [{"CidrIp": "255.255.255.255/32", "IpProtocol": "tcp", "FromPort": 1, "ToPort": 1}]`,
		`Provider.RgwOut = {"Type": "AWS::EC2::SecurityGroupEgress", "Properties": {"GroupId": {"Ref": "RgwGroup"}, "CidrIp": "10.0.0.0/23", "IpProtocol": "tcp", "FromPort": 1, "ToPort": 1000}}`, false},
	{"gateway-out", demand.ResourceOutbound, latticeAddress, `Provider.RgwGroup.SecurityGroupEgress.0.DestinationSecurityGroupId = {"Ref": "RgwGroup"}`, `Provider.RgwGroup.SecurityGroupEgress = -`, false},
	{"resource-in", demand.ResourceInbound, lattice, `Provider.DbIn.SourceSecurityGroupId = {"Ref": "DbGroup"}`,
		`Provider.DbIn2 = {"Type": "AWS::EC2::SecurityGroupIngress", "Properties": {"GroupId": {"Ref": "DbGroup"}, "CidrIp": "10.0.0.0/16", "IpProtocol": "-1"}}`, false},
	{"resource-in", demand.ResourceInbound, latticeGroup, `Provider.DbIn.FromPort = 6379
		Provider.DbIn.ToPort = 6379`, `Provider.DbIn.IpProtocol = "-1"`, false},
	{"acl-resource", demand.NetworkAcl, lattice + serverAcl, `Provider.AclIn = {"Type": "AWS::EC2::NetworkAclEntry", "Properties": {"NetworkAclId": {"Ref": "Acl"}, "RuleNumber": 100, "Protocol": 6, "PortRange": {"From": 5432, "To": 5432}, "RuleAction": "allow", "CidrBlock": "0.0.0.0/0"}}`,
		`Provider.AclOfB = -`, true},
}
