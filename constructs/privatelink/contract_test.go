package privatelink_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
)

func fullContract() privatelink.Contract {
	return privatelink.Contract{
		ServiceName:        vendorService,
		Ports:              []privatelink.ServicePort{{Port: 443, Protocol: privatelink.TCP}, {Port: 1024, EndPort: 65535}},
		Region:             region,
		Account:            providerAccount,
		Zones:              []string{"use1-az1", "use1-az2"},
		PrivateDnsName:     "api.vendor.example",
		IpAddressTypes:     []privatelink.IpAddressType{"ipv4", "ipv6"},
		SupportedRegions:   []string{"us-east-1", "eu-west-1"},
		AcceptanceRequired: true,
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

// TestContractFieldsAreAllWritten: a field that is added to a contract is added
// to its JSON, and to fullContract.
func TestContractFieldsAreAllWritten(t *testing.T) {
	var written map[string]any
	if err := json.Unmarshal([]byte(fullContract().String()), &written); err != nil {
		t.Fatal(err)
	}
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

func TestContractErrors(t *testing.T) {
	for text, want := range map[string]string{
		`{"version":1,"serviceName":"x","port":443}`:           `unknown field "port"`,
		`{"version":1,"ServiceName":"x"}`:                      `unknown field "ServiceName"`,
		`{"serviceName":"x"}`:                                  `field "version" is missing`,
		`{"version":2}`:                                        "version 2 is not known, only 1 is",
		`{"version":1,"serviceName":"vpce.${Token[TOKEN.5]}"}`: "take it from the stack's output",
		`{"version":1,"ports":[{"port":"443"}]}`:               "ports",
		`{"version":1} {}`:                                     "invalid character",
		``:                                                     "it holds",
		"None\n":                                               "as the AWS CLI prints for an output that isn't there",
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
			Const int
		}
	}
	if err := json.Unmarshal(file, &schema); err != nil {
		t.Fatal(err)
	}
	var contract map[string]any
	if err := json.Unmarshal([]byte(fullContract().String()), &contract); err != nil {
		t.Fatal(err)
	}
	if schema.Properties["version"].Const != privatelink.ContractVersion || len(schema.Properties) != len(contract) {
		t.Errorf("the schema has %d fields of version %d, a contract %d of version %d",
			len(schema.Properties), schema.Properties["version"].Const, len(contract), privatelink.ContractVersion)
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
