package privatelink

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsssm"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/internal/cdk"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"
)

// ContractVersion is the newest version of a contract's JSON form: 2, which is that of
// resources. A service by its name has version 1, so that those who know no other read it.
const ContractVersion = 2

// version is that of the contract's JSON form.
func (c Contract) version() int {
	if c.ResourceConfigurationArn != "" {
		return 2
	}
	return 1
}

// contractFile is a contract's JSON form.
type contractFile struct {
	Version int `json:"version"`
	contractFields
}

// contractFields has the fields of a contract without its methods.
type contractFields Contract

// MarshalJSON writes the contract with its version. A contract of a service
// that isn't deployed yet holds tokens: what is written is then right as the
// value of a stack output or a parameter, and wrong in a file.
//
// Only an endpoint service and a resource have a JSON form: one of AWS's own, or a service
// network of VPC Lattice, is an error.
func (c Contract) MarshalJSON() ([]byte, error) {
	if c.ServiceName == "" && c.ResourceConfigurationArn == "" && c.of != nil {
		return nil, errors.New("privatelink: contract: only an endpoint service or a resource can be written, not one of AWS's own, or a service network")
	}
	if c.ServiceName != "" && c.ResourceConfigurationArn != "" {
		return nil, errOfBoth
	}
	return json.Marshal(contractFile{c.version(), contractFields(c)})
}

var errOfBoth = errors.New(`privatelink: contract: fields "serviceName" and "resourceConfigurationArn" exclude each other`)

// String is the contract as one line of JSON, for a stack output or a parameter; of what
// has none, that it has none.
func (c Contract) String() string {
	text, err := c.MarshalJSON()
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// UnmarshalJSON reads a contract. A field or version that it does not know is
// an error, as is a value that was written before its stack was deployed.
func (c *Contract) UnmarshalJSON(text []byte) error {
	var file contractFile
	if err := json.Unmarshal(text, &file); err != nil {
		return fmt.Errorf("privatelink: contract: %w", err)
	}
	if field := unknownField(text); field != "" {
		return fmt.Errorf("privatelink: contract: unknown field %q", field)
	}
	switch {
	case file.Version == 0:
		return errors.New(`privatelink: contract: field "version" is missing`)
	case file.Version < 0 || file.Version > ContractVersion:
		return fmt.Errorf("privatelink: contract: version %d is not known, only 1 to %d are", file.Version, ContractVersion)
	case file.ServiceName != "" && file.ResourceConfigurationArn != "":
		return errOfBoth
	case Contract(file.contractFields).version() != file.Version:
		return fmt.Errorf("privatelink: contract: version %d is that of %s", file.Version, map[int]string{1: `services with a "serviceName"`, 2: `resources with a "resourceConfigurationArn"`}[file.Version])
	case plan.Unknown(string(text)):
		return errors.New("privatelink: contract: holds a CDK token: it was written before its stack was deployed; take it from the stack's output")
	}
	*c = Contract(file.contractFields)
	return nil
}

// unknownField finds a field that a contract does not have, or "". The decoder's
// own check takes fields of other cases for known.
func unknownField(text []byte) string {
	var contract map[string]any
	if json.Unmarshal(text, &contract) != nil {
		return ""
	}
	for _, field := range slices.Sorted(maps.Keys(contract)) {
		if field != "version" && !hasField[Contract](field) {
			return field
		}
	}
	ports, _ := contract["ports"].([]any)
	for _, port := range ports {
		fields, _ := port.(map[string]any)
		for _, field := range slices.Sorted(maps.Keys(fields)) {
			if !hasField[ServicePort](field) {
				return field
			}
		}
	}
	return ""
}

// hasField reports whether a struct has a field of that name in JSON.
func hasField[T any](name string) bool {
	for _, field := range reflect.VisibleFields(reflect.TypeFor[T]()) {
		if tag, _, _ := strings.Cut(field.Tag.Get("json"), ","); field.IsExported() && tag == name {
			return true
		}
	}
	return false
}

// ReadContract reads a contract's JSON.
func ReadContract(r io.Reader) (Contract, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return Contract{}, fmt.Errorf("privatelink: contract: %w", err)
	}
	if trimmed := strings.TrimSpace(string(text)); trimmed == "" || trimmed == "None" {
		return Contract{}, fmt.Errorf("privatelink: contract: it holds %q, as the AWS CLI prints for an output that isn't there; deploy the provider with PublishOutputs, and name its output", trimmed)
	}
	var c Contract
	if err := json.Unmarshal(text, &c); err != nil {
		return Contract{}, err
	}
	return c, nil
}

// LoadContract reads a contract from a file of JSON.
func LoadContract(path string) (Contract, error) {
	file, err := os.Open(path)
	if err != nil {
		return Contract{}, fmt.Errorf("privatelink: contract: %w", err)
	}
	defer file.Close()
	c, err := ReadContract(file)
	if err != nil {
		return Contract{}, fmt.Errorf("%w (in %s)", err, path)
	}
	return c, nil
}

// LookupContract reads a contract from the SSM parameter that
// [ProviderServiceProps.PublishParameter] names, in the account and Region of the
// stack. The CLI looks it up and keeps it in cdk.context.json, as it does for all
// lookups; until it has, the contract is a placeholder. Requires a stack whose
// account and Region are fixed. It is an error if the parameter holds no contract.
func LookupContract(scope constructs.Construct, parameterName string) (Contract, error) {
	switch {
	case cdk.IsNil(scope):
		return Contract{}, errors.New("privatelink: LookupContract: scope is nil; pass the stack")
	case parameterName == "":
		return Contract{}, errors.New("privatelink: LookupContract: parameterName is empty; name the parameter of the provider's PublishParameter")
	}
	var text string
	problem := cdk.Attempt(func() { text = *awsssm.StringParameter_ValueFromLookup(scope, &parameterName, nil, nil) })
	switch {
	case problem != "":
		return Contract{}, fmt.Errorf("privatelink: LookupContract: %s", problem)
	case plan.IsDummy(text): // Until it is looked up.
		return Contract{ServiceName: text, Ports: []ServicePort{{Port: 443}}}, nil
	}
	contract, err := ReadContract(strings.NewReader(text))
	if err != nil {
		return Contract{}, fmt.Errorf("%w (in parameter %s)", err, parameterName)
	}
	return contract, nil
}
