package check_test

import (
	"fmt"

	"github.com/cdk-privatelink/cdk-privatelink-go/check"
)

// What stands in the way of packets, and what to do: of a pair on the CDK's own constructs.
func ExamplePath() {
	ways, err := check.Path(check.Question{From: "Consumer/Client", To: "Provider/Service", Port: 443}, "testdata/plain")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, way := range ways {
		fmt.Println(way.Title())
		for _, hop := range way.In(check.Blocked) {
			fmt.Printf("%s at %s:\n  %s;\n  %s\n", hop.Code, hop.At(), hop.Why, hop.Fix)
		}
	}
	// Output:
	// Consumer/Client → Consumer/Endpoint → Provider/Service/Service, tcp 443
	// load-balancer-in at Provider/LoadBalancer/SecurityGroup/Resource:
	//   the security groups of Provider/LoadBalancer admit no address on tcp port 443, and apply to PrivateLink traffic;
	//   admit the consumers' ranges on the load balancer's group, or set its EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic to off
	// load-balancer-out at Provider/LoadBalancer/SecurityGroup/Resource:
	//   the security groups of Provider/LoadBalancer let no traffic out to Provider/Server on tcp port 8443;
	//   allow the targets' ports in the outbound rules of the load balancer's group
	// target-in at Provider/Server/InstanceSecurityGroup/Resource:
	//   the security groups of Provider/Server do not admit traffic of Provider/LoadBalancer on tcp port 8443;
	//   admit the load balancer's group, or the ranges of its subnets, on the port in the inbound rules of the target's group
}

// The picture of a way, for a document.
func ExampleWays_Mermaid() {
	ways, err := check.Path(check.Question{Via: "Consumer/Endpoint"}, "testdata/plain")
	if err != nil {
		fmt.Println(err)
		return
	}
	_ = ways.SVG() // The same as a drawing.
	fmt.Print(ways.Mermaid()[:len("flowchart LR")])
	// Output: flowchart LR
}

// What AWS would refuse, or drop every packet of.
func ExampleDirectory() {
	report, err := check.Directory("testdata/plain")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, finding := range report.Findings {
		fmt.Println(finding.Severity, finding.Path, finding.ID)
	}
	// Output:
	// error Provider/LoadBalancer/Resource privatelink::existing-load-balancer-inbound
	// error Provider/LoadBalancer/Resource privatelink::existing-load-balancer-outbound
	// warning Provider/Server/InstanceSecurityGroup/Resource privatelink::target-inbound
}
