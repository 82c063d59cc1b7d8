package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/exampletest"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

func TestMain(m *testing.M) { exampletest.Main(m) }

func TestTemplates(t *testing.T) { exampletest.Templates(t, newFoundStacks) }

const (
	loadBalancerArn = "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/net/k8s-shop-orders-0123456789/0123456789abcdef"
	vpcId           = "vpc-0123456789abcdef0"
	groupId         = "sg-0123456789abcdef0"
)

// found is what the CLI finds, and keeps in cdk.context.json.
var found = map[string]any{
	"load-balancer:account=111122223333:loadBalancerTags.0.key=elbv2.k8s.aws/cluster:loadBalancerTags.0.value=shop:" +
		"loadBalancerTags.1.key=service.k8s.aws/stack:loadBalancerTags.1.value=shop/orders:loadBalancerType=network:region=us-east-1": map[string]any{
		"loadBalancerArn": loadBalancerArn, "loadBalancerCanonicalHostedZoneId": "Z26RNL4JYFTOTI", "ipAddressType": "ipv4",
		"loadBalancerDnsName": "k8s-shop-orders-0123456789-0123456789abcdef.elb.us-east-1.amazonaws.com",
		"securityGroupIds":    []any{groupId}, "vpcId": vpcId,
	},
	"security-group:account=111122223333:region=us-east-1:securityGroupId=" + groupId: map[string]any{"securityGroupId": groupId, "allowAllOutbound": true},
	"vpc-provider:account=111122223333:filter.vpc-id=" + vpcId + ":region=us-east-1:returnAsymmetricSubnets=true": map[string]any{
		"vpcId": vpcId, "vpcCidrBlock": "10.0.0.0/16", "ownerAccountId": "111122223333", "availabilityZones": []any{}, "subnetGroups": []any{},
	},
}

// newFoundStacks are the stacks once all is looked up.
func newFoundStacks(app awscdk.App) {
	for key, value := range found {
		app.Node().SetContext(&key, value)
	}
	newStacks(app)
}

// TestLookup: what is looked up are the load balancer, and then its groups and VPC, and
// nothing fails before.
func TestLookup(t *testing.T) {
	asked := ""
	for range 3 {
		app := snapshot.NewApp(t, nil)
		for key, value := range found {
			if strings.Contains(asked, key) {
				app.Node().SetContext(&key, value)
			}
		}
		newStacks(app)
		directory := *app.Synth(nil).Directory()
		manifest, err := os.ReadFile(filepath.Join(directory, "manifest.json"))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(manifest), `"missing"`) {
			break
		}
		asked += string(manifest)
	}
	for key := range found {
		if !strings.Contains(asked, key) {
			t.Errorf("%s isn't looked up", key)
		}
	}
}

// TestService: service.yaml is of the load balancer that is looked up.
func TestService(t *testing.T) {
	service, err := os.ReadFile("service.yaml")
	if err != nil {
		t.Fatal(err)
	}
	app := snapshot.NewApp(t, nil)
	newFoundStacks(app)
	contract := snapshot.Text(snapshot.Synth(t, app)["KubernetesProvider"].Outputs["OrdersContract"].Value)
	for text, of := range map[string]string{
		"name: orders\n": string(service), "namespace: shop\n": string(service),
		"- port: 443 ": string(service), `"port":443`: contract,
	} {
		if !strings.Contains(of, text) {
			t.Errorf("%q isn't in %s", text, of)
		}
	}
}
