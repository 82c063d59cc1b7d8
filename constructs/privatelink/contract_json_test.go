package privatelink_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

func lookedUpContract(t *testing.T, scope constructs.Construct, parameter string) privatelink.Contract {
	t.Helper()
	contract, err := privatelink.LookupContract(scope, parameter)
	if err != nil {
		t.Fatal(err)
	}
	return contract
}

// TestLookupContractErrors: what can't be looked up is told without jsii's words.
func TestLookupContractErrors(t *testing.T) {
	app := snapshot.NewApp(t, map[string]any{"ssm:account=444455556666:parameterName=/orders/none:region=us-east-1": "None"})
	stack := newStack(app, "Consumer", consumerAccount, region)
	for name, c := range map[string]struct {
		scope           constructs.Construct
		parameter, want string
	}{
		"no scope":    {nil, "/orders", "scope is nil; pass the stack"},
		"no name":     {stack, "", "parameterName is empty"},
		"no place":    {awscdk.NewStack(app, jsii.String("Anywhere"), nil), "/orders", "account/region are not specified"},
		"no contract": {stack, "/orders/none", "as the AWS CLI prints for an output that isn't there"},
	} {
		if _, err := privatelink.LookupContract(c.scope, c.parameter); err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestLookupContract: a placeholder until the CLI has looked the parameter up.
func TestLookupContract(t *testing.T) {
	key := "ssm:account=444455556666:parameterName=/orders/contract:region=us-east-1"
	for name, c := range map[string]struct {
		context map[string]any
		want    string
	}{
		"not yet": {nil, "dummy-value-for-/orders/contract"},
		"found":   {map[string]any{key: vendorContract().String()}, vendorService},
	} {
		app := awscdk.NewApp(&awscdk.AppProps{Context: &c.context})
		stack := newStack(app, "Consumer", consumerAccount, region)
		contract := lookedUpContract(t, stack, "/orders/contract")
		privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{Vpc: newVpc(stack, "us-east-1a"), Service: contract})
		if contract.ServiceName != c.want {
			t.Errorf("%s: %s", name, contract.ServiceName)
		}
		app.Synth(nil)
	}
}

func TestContractRoundTrip(t *testing.T) {
	file := filepath.Join(t.TempDir(), "orders.json")
	for _, want := range []privatelink.Contract{fullContract(), vendorContract()} {
		if err := os.WriteFile(file, []byte(want.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := privatelink.LoadContract(file)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("got %v, %v, want %v", got, err, want)
		}
	}
}

// TestContractsWithoutJSON: what is neither an endpoint service nor a resource refuses to be
// written.
func TestContractsWithoutJSON(t *testing.T) {
	for name, service := range map[string]privatelink.Service{
		"AWS": privatelink.AWSService("ssm"), "service network": privatelink.LatticeServiceNetwork("arn"),
	} {
		if text, err := json.Marshal(service.Contract()); err == nil || !strings.Contains(service.Contract().String(), "can be written") {
			t.Errorf("%s is written as %s", name, text)
		}
	}
}

// TestContractFieldsAreAllWritten: a field that is added to a contract is added
// to its JSON, and to fullContract.
func TestContractFieldsAreAllWritten(t *testing.T) {
	written := allWritten(t)
	exported := 0
	for _, field := range reflect.VisibleFields(reflect.TypeFor[privatelink.Contract]()) {
		if field.IsExported() {
			exported++
		}
	}
	if len(written) != exported+1 { // And the version.
		t.Errorf("%d fields, but written are %v", exported, written)
	}
}

// allWritten are the fields of a service's contract, and of a resource's.
func allWritten(t *testing.T) map[string]any {
	t.Helper()
	resource := fullContract()
	resource.ServiceName, resource.ResourceConfigurationArn = "", resourceArn
	written := map[string]any{}
	for _, contract := range []privatelink.Contract{fullContract(), resource} {
		if err := json.Unmarshal([]byte(contract.String()), &written); err != nil {
			t.Fatal(err)
		}
	}
	return written
}

const resourceArn = "arn:aws:vpc-lattice:us-east-1:111122223333:resourceconfiguration/rcfg-0123456789abcdef0"

// TestContractVersions: services are written as they always were, so that older versions of
// this library read them; resources are not, so that these say so.
func TestContractVersions(t *testing.T) {
	for version, contract := range map[string]privatelink.Contract{
		`{"version":1,"serviceName":"` + vendorService + `","ports":[{"port":443}]}`:             vendorContract(),
		`{"version":2,"resourceConfigurationArn":"` + resourceArn + `","ports":[{"port":5432}]}`: privatelink.LatticeResource(resourceArn, privatelink.ServicePort{Port: 5432}).Contract(),
	} {
		if contract.String() != version {
			t.Errorf("%s is written, want %s", contract, version)
		}
		read, err := privatelink.ReadContract(strings.NewReader(version))
		if err != nil || read.String() != version {
			t.Errorf("%s is read as %s: %v", version, read, err)
		}
	}
	both := vendorContract()
	both.ResourceConfigurationArn = resourceArn
	if _, err := json.Marshal(both); err == nil || !strings.Contains(err.Error(), "exclude each other") {
		t.Errorf("a contract of both is written: %v", err)
	}
}

// TestResourceContract: a contract of a resource leads to the same endpoint as its ARN.
func TestResourceContract(t *testing.T) {
	var made []string
	for _, service := range []privatelink.Service{
		privatelink.LatticeResource(resourceArn, privatelink.ServicePort{Port: 5432}),
		privatelink.Contract{ResourceConfigurationArn: resourceArn, Ports: []privatelink.ServicePort{{Port: 5432}}},
	} {
		stack := newStack(snapshot.NewApp(t, nil), "Consumer", consumerAccount, region)
		privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{Vpc: newVpc(stack, "us-east-1a"), Service: service})
		text, _ := json.Marshal(snapshot.FromStack(t, stack).Resources)
		made = append(made, string(text))
	}
	if made[0] != made[1] || !strings.Contains(made[0], resourceArn) {
		t.Errorf("%s\n%s", made[0], made[1])
	}
}

func TestContractErrors(t *testing.T) {
	for text, want := range map[string]string{
		`{"version":1,"serviceName":"x","port":443}`:                     `unknown field "port"`,
		`{"version":1,"ServiceName":"x"}`:                                `unknown field "ServiceName"`,
		`{"serviceName":"x"}`:                                            `field "version" is missing`,
		`{"version":3}`:                                                  "version 3 is not known, only 1 to 2 are",
		`{"version":2,"serviceName":"x"}`:                                `version 2 is that of resources with a "resourceConfigurationArn"`,
		`{"version":1,"resourceConfigurationArn":"x"}`:                   `version 1 is that of services with a "serviceName"`,
		`{"version":2,"resourceConfigurationArn":"x","serviceName":"x"}`: "exclude each other",
		`{"version":1,"serviceName":"vpce.${Token[TOKEN.5]}"}`:           "take it from the stack's output",
		`{"version":1,"ports":[{"port":"443"}]}`:                         "ports",
		`{"version":1} {}`:                                               "invalid character",
		``:                                                               "it holds",
		"None\n":                                                         "as the AWS CLI prints for an output that isn't there",
		`{"version":1,"ports":[{"port":443,"protocol":"TCP","to":1}]}`: `unknown field "to"`,
	} {
		if _, err := privatelink.ReadContract(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
	if _, err := privatelink.LoadContract("testdata/no-such-file.json"); err == nil || !strings.Contains(err.Error(), "no-such-file.json") {
		t.Errorf("missing file: %v", err)
	}
}

func FuzzReadContract(f *testing.F) {
	f.Add(fullContract().String())
	f.Add(`{"version":1}`)
	f.Fuzz(func(t *testing.T, text string) {
		contract, err := privatelink.ReadContract(strings.NewReader(text))
		if err != nil {
			return
		}
		again, err := privatelink.ReadContract(strings.NewReader(contract.String()))
		if err != nil || again.String() != contract.String() {
			t.Errorf("%q: %v, read again: %v, %v", text, contract, again, err)
		}
	})
}

// TestContractSchema: docs/contract.schema.json has the fields that are written,
// and no others.
func TestContractSchema(t *testing.T) {
	file, err := os.ReadFile("../../docs/contract.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Properties map[string]struct {
			Items struct{ Properties map[string]any }
			Enum  []any
		}
	}
	if err := json.Unmarshal(file, &schema); err != nil {
		t.Fatal(err)
	}
	contract := allWritten(t)
	if versions := schema.Properties["version"].Enum; len(versions) != privatelink.ContractVersion || len(schema.Properties) != len(contract) {
		t.Errorf("the schema has %d fields of versions %v, a contract %d of version %d",
			len(schema.Properties), versions, len(contract), privatelink.ContractVersion)
	}
	for field := range contract {
		if _, ok := schema.Properties[field]; !ok {
			t.Errorf("the schema lacks %s", field)
		}
	}
	if ports := schema.Properties["ports"].Items.Properties; len(ports) != reflect.TypeFor[privatelink.ServicePort]().NumField() {
		t.Errorf("a port has the fields %v in the schema", ports)
	}
}

// TestPendingContract: nothing is asked of a contract that is still being looked
// up.
func TestPendingContract(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	stack := newStack(app, "Consumer", consumerAccount, region)
	privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{
		Vpc: newDualStackVpc(stack), Service: lookedUpContract(t, stack, "/orders/contract"),
		IpAddressType: privatelink.DualStack, Dns: privatelink.ServiceDnsName(),
	})
	app.Synth(nil)
}
