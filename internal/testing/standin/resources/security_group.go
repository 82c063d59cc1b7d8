package resources

var _ = know(map[string]kind{
	"AWS::EC2::SecurityGroup": {
		id: prefixed("sg"),
		attributes: func(_ *World, r *Resource) map[string]any {
			return map[string]any{"GroupId": r.ID, "Id": r.ID, "VpcId": r.Text("VpcId")}
		},
		references: []reference{
			{property: "VpcId", to: "AWS::EC2::VPC", holds: true},
			{property: "SecurityGroupIngress.SourceSecurityGroupId", to: "AWS::EC2::SecurityGroup", holds: true},
			{property: "SecurityGroupEgress.DestinationSecurityGroupId", to: "AWS::EC2::SecurityGroup", holds: true},
		},
	},
	"AWS::EC2::SecurityGroupIngress": {
		id:         prefixed("sgr"),
		attributes: func(_ *World, r *Resource) map[string]any { return map[string]any{"Id": r.ID} },
		references: []reference{
			{property: "GroupId", to: "AWS::EC2::SecurityGroup"},
			{property: "SourceSecurityGroupId", to: "AWS::EC2::SecurityGroup", holds: true},
		},
	},
	"AWS::EC2::SecurityGroupEgress": {
		id:         prefixed("sgr"),
		attributes: func(_ *World, r *Resource) map[string]any { return map[string]any{"Id": r.ID} },
		references: []reference{
			{property: "GroupId", to: "AWS::EC2::SecurityGroup"},
			{property: "DestinationSecurityGroupId", to: "AWS::EC2::SecurityGroup", holds: true},
		},
	},
})
