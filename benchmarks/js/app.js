// W(n) in JavaScript on the CDK's L2 constructs: the upper bound of what a user
// could choose instead.
const { App, Aws, Stack } = require("aws-cdk-lib/core");
const ec2 = require("aws-cdk-lib/aws-ec2");
const elb = require("aws-cdk-lib/aws-elasticloadbalancingv2");
const iam = require("aws-cdk-lib/aws-iam");
const route53 = require("aws-cdk-lib/aws-route53");
const targets = require("aws-cdk-lib/aws-route53-targets");
const { IpTarget } = require("aws-cdk-lib/aws-elasticloadbalancingv2-targets");

const endpoints = Number(process.argv[2]);
const perStack = 100;

const isolated = {
  natGateways: 0,
  maxAzs: 2,
  restrictDefaultSecurityGroup: false,
  subnetConfiguration: [{ name: "Isolated", subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
};

const app = new App();

const provider = new Stack(app, "Provider");
const vpc = new ec2.Vpc(provider, "Vpc", isolated);
const group = new ec2.SecurityGroup(provider, "SecurityGroup", {
  vpc,
  description: "Network Load Balancer of a PrivateLink service",
  allowAllOutbound: false,
});
group.addEgressRule(ec2.Peer.ipv4("10.0.1.5/32"), ec2.Port.tcp(8443), "Load balancer to target");
const loadBalancer = new elb.NetworkLoadBalancer(provider, "LoadBalancer", {
  vpc,
  internetFacing: false,
  crossZoneEnabled: true,
  deletionProtection: false,
  vpcSubnets: { subnets: vpc.isolatedSubnets },
  securityGroups: [group],
  enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: false,
});
const targetGroup = new elb.NetworkTargetGroup(provider, "TargetGroup", {
  vpc,
  port: 8443,
  protocol: elb.Protocol.TCP,
  targetType: elb.TargetType.IP,
  healthCheck: { protocol: elb.Protocol.TCP },
  targets: [new IpTarget("10.0.1.5", 8443)],
});
new elb.NetworkListener(provider, "Listener", {
  loadBalancer,
  port: 443,
  protocol: elb.Protocol.TCP,
  defaultTargetGroups: [targetGroup],
});
const service = new ec2.VpcEndpointService(provider, "Service", {
  vpcEndpointServiceLoadBalancers: [loadBalancer],
  acceptanceRequired: false,
  allowedPrincipals: ["111122223333", "444455556666"].map((account) => new iam.ArnPrincipal(`arn:${Aws.PARTITION}:iam::${account}:root`)),
});

for (let first = 0; first < endpoints; first += perStack) {
  const stack = new Stack(app, `Consumer${first / perStack}`);
  const consumerVpc = new ec2.Vpc(stack, "Vpc", isolated);
  for (let i = first; i < Math.min(first + perStack, endpoints); i++) {
    const securityGroup = new ec2.SecurityGroup(stack, `SecurityGroup${i}`, {
      vpc: consumerVpc,
      description: "Interface endpoint of a PrivateLink service",
      allowAllOutbound: false,
    });
    const endpoint = new ec2.InterfaceVpcEndpoint(stack, `Endpoint${i}`, {
      vpc: consumerVpc,
      service: new ec2.InterfaceVpcEndpointService(service.vpcEndpointServiceName, 443),
      subnets: { subnets: consumerVpc.isolatedSubnets },
      securityGroups: [securityGroup],
      privateDnsEnabled: false,
    });
    const zone = new route53.PrivateHostedZone(stack, `Zone${i}`, { vpc: consumerVpc, zoneName: `orders${i}.internal` });
    new route53.ARecord(stack, `Record${i}`, {
      zone,
      target: route53.RecordTarget.fromAlias(new targets.InterfaceVpcEndpointTarget(endpoint)),
    });
  }
}

app.synth();
