package snapshot_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// TestRenamed: a construct with another ID is told as one that is renamed, and what is
// there is kept by the logical IDs that are told.
func TestRenamed(t *testing.T) {
	system := func(id string, then func(app awscdk.App)) map[string]snapshot.Template {
		app := snapshot.NewApp(t, nil)
		stack := awscdk.NewStack(app, jsii.String("Both"), nil)
		vpc := awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{NatGateways: jsii.Number(0), RestrictDefaultSecurityGroup: jsii.Bool(false)})
		props := &privatelink.ProviderServiceProps{Vpc: vpc, AllowConsumersOfApp: true}
		props.Listeners = []privatelink.Listener{{Port: 443, Targets: []privatelink.Target{privatelink.IPTarget("10.0.1.5", 8443)}}}
		service := privatelink.NewProviderService(stack, id, props)
		privatelink.NewConsumerEndpoint(stack, id+"Client", &privatelink.ConsumerEndpointProps{
			Vpc: vpc, Service: service, Dns: privatelink.PrivateZone("orders.internal"),
		})
		then(app)
		return snapshot.Synth(t, app)
	}
	before := system("Orders", func(awscdk.App) {})["Both"]
	renamed := system("Sales", func(awscdk.App) {})["Both"]

	old := map[string]string{}
	for _, change := range snapshot.Diff(before, renamed) {
		switch {
		case change.Effect == snapshot.Update:
		case change.Renamed == "":
			t.Errorf("%s %s %s seems to be nothing that was, or will be", change.Effect, change.Type, change.ID)
		case change.Effect == snapshot.Create:
			old[change.ID] = change.Renamed
		}
	}
	kept := system("Sales", func(app awscdk.App) {
		stack := app.Node().FindChild(jsii.String("Both")).(awscdk.Stack)
		for now, was := range old {
			stack.RenameLogicalId(&now, &was)
		}
	})["Both"]
	for _, change := range snapshot.Diff(before, kept) {
		if change.Effect != snapshot.Update {
			t.Errorf("%s %s %s: %s %v", change.Effect, change.Type, change.ID, change.Note, change.Differences)
		}
		for _, d := range change.Differences {
			if !strings.HasPrefix(d.Path, "Properties.Tags") {
				t.Errorf("%s: %s", change.ID, d)
			}
		}
	}
}

// TestNotRenamed: an endpoint to another service, under another ID, isn't the one that goes:
// with its logical ID it would be replaced all the same.
func TestNotRenamed(t *testing.T) {
	template := func(id, service, port string) snapshot.Template {
		parsed, err := snapshot.ParseTemplate([]byte(strings.NewReplacer("ID", id, "SERVICE", service, "PORT", port).Replace(`{"Resources": {
			"EndpointID": {"Type": "AWS::EC2::VPCEndpoint", "Properties": {"VpcId": "vpc-1", "ServiceName": "SERVICE"}, "Metadata": {"aws:cdk:path": "S/ID/Endpoint/Resource"}},
			"ListenerID": {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {"Port": PORT}, "Metadata": {"aws:cdk:path": "S/ID/Listener/Resource"}}
		}}`)))
		if err != nil {
			t.Fatal(err)
		}
		return parsed
	}
	for _, change := range snapshot.Diff(template("Orders", "orders", "443"), template("Sales", "sales", "444")) {
		if renamed := change.Renamed != ""; renamed != strings.HasPrefix(change.ID, "Listener") {
			t.Errorf("%s is %q", change.ID, change.Note)
		}
	}
}
