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

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsssm"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/rules"
)

// ContractVersion is the version of a contract's JSON form.
const ContractVersion = 1

// Service is what a consumer can connect to: a [*ProviderService] of the same
// app, a [Contract], one of AWS's own by [AWSService], or by VPC Lattice a
// [Resource] or a [ServiceNetwork].
type Service interface {
	// Contract is all that a consumer knows of the service.
	Contract() Contract
}

// Contract is everything that a consumer must know of a service. A provider
// gives its own ([ProviderService.Contract]); that of a vendor's service is typed
// by hand, and that of another app is read with [LoadContract].
//
// Strings may be CDK tokens, as the service's name is within the provider's own
// app.
type Contract struct {
	// ServiceName is the name that AWS gave the service:
	// com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0.
	// Required.
	ServiceName string `json:"serviceName"`

	// Ports that the service listens on; the endpoint's security group admits
	// them and nothing else.
	// Required: at least one.
	Ports []ServicePort `json:"ports"`

	// Region that the service is in.
	// Default: the Region in ServiceName.
	Region string `json:"region,omitempty"`

	// Account that owns the service. Zone names in Zones mean that account's.
	// Default: not known, and Zones mean the consumer's own.
	Account string `json:"account,omitempty"`

	// Zones that the service can be reached in, by name (us-east-1a) or by zone
	// ID (use1-az1).
	// Default: not known, and the endpoint gets a subnet in every zone.
	Zones []string `json:"zones,omitempty"`

	// PrivateDnsName is the service's own verified name, which a consumer may ask
	// for with [ServiceDnsName].
	// Default: the service has none.
	PrivateDnsName string `json:"privateDnsName,omitempty"`

	// IpAddressTypes that the service supports: ipv4, ipv6.
	// Default: ipv4.
	IpAddressTypes []string `json:"ipAddressTypes,omitempty"`

	// SupportedRegions are the Regions whose consumers may connect, the service's
	// own among them.
	// Default: not known.
	SupportedRegions []string `json:"supportedRegions,omitempty"`

	// AcceptanceRequired tells that someone must accept each endpoint before
	// traffic flows.
	// Default: false.
	AcceptanceRequired bool `json:"acceptanceRequired,omitempty"`

	// awsService is the short name of one of AWS's own services; latticeArn and
	// latticeType stand for a service of VPC Lattice. They take the place of
	// ServiceName.
	awsService, latticeArn string
	latticeType            rules.EndpointType

	// pending: nothing is known until a lookup has been done.
	pending bool

	// provider is how to reach the provider of a service in the same app; nil for
	// a service that exists.
	provider *providerSide
}

// ServicePort is a port of a service, or a range of them.
type ServicePort struct {
	// Port that is listened on, 1-65535; the first of a range.
	// Required.
	Port int `json:"port"`

	// EndPort is the last port of a range.
	// Default: Port.
	EndPort int `json:"endPort,omitempty"`

	// Protocol is TCP, UDP or TCPUDP.
	// Default: TCP.
	Protocol Protocol `json:"protocol,omitempty"`
}

// Contract returns the contract itself, so that one can be given wherever a
// [Service] is asked for.
func (c Contract) Contract() Contract { return c }

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
func (c Contract) MarshalJSON() ([]byte, error) {
	return json.Marshal(contractFile{ContractVersion, contractFields(c)})
}

// String is the contract as one line of JSON, for a stack output or a parameter.
func (c Contract) String() string {
	text, err := json.Marshal(c)
	if err != nil { // Strings, numbers and booleans always marshal.
		panic(err)
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
	case file.Version != ContractVersion:
		return fmt.Errorf("privatelink: contract: version %d is not known, only %d is", file.Version, ContractVersion)
	case rules.Unknown(string(text)):
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

// LookupContract reads a contract from the SSM parameter that
// [ProviderServiceProps.PublishParameter] names, in the account and Region of the
// stack. The CLI looks it up and keeps it in cdk.context.json, as it does for all
// lookups; until it has, the contract is a placeholder. Requires a stack whose
// account and Region are fixed. It panics if the parameter holds no contract.
func LookupContract(scope constructs.Construct, parameterName string) Contract {
	switch {
	case isNil(scope):
		panic(errors.New("privatelink: LookupContract: scope is nil; pass the stack"))
	case parameterName == "":
		panic(errors.New("privatelink: LookupContract: parameterName is empty; name the parameter of the provider's PublishParameter"))
	}
	text := *awsssm.StringParameter_ValueFromLookup(scope, &parameterName, nil, nil)
	if strings.HasPrefix(text, "dummy-value-for-") {
		return Contract{
			ServiceName: "com.amazonaws.vpce." + *awscdk.Stack_Of(scope).Region() + ".vpce-svc-00000000000000000",
			Ports:       []ServicePort{{Port: 443}},
			pending:     true,
		}
	}
	contract, err := ReadContract(strings.NewReader(text))
	if err != nil {
		panic(fmt.Errorf("%w (in parameter %s)", err, parameterName))
	}
	return contract
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

// current is the contract as its provider, if it is in the same app, would give
// it now.
func (c Contract) current() Contract {
	if c.provider == nil {
		return c
	}
	return c.provider.contract()
}

// inRegion completes the contract of one of AWS's own services.
func (c Contract) inRegion(region string) Contract {
	if c.awsService != "" {
		c.Region = region
		c.ServiceName = "com.amazonaws." + region + "." + c.awsService
	}
	return c
}

// endpointType is what kind of endpoint leads to the service.
func (c Contract) endpointType() rules.EndpointType {
	switch {
	case c.awsService != "":
		return rules.AWSEndpoint
	case c.latticeType != "":
		return c.latticeType
	default:
		return rules.ServiceEndpoint
	}
}

// region is the Region of the service, from the field or the name.
func (c Contract) region() string {
	if c.Region != "" {
		return c.Region
	}
	region, _ := rules.ServiceRegion(c.ServiceName)
	return region
}

// facts is the contract with its defaults applied, as the rules read it.
func (c Contract) facts() rules.Service {
	ports := make([]rules.PortRange, len(c.Ports))
	for i, p := range c.Ports {
		ports[i] = rules.PortRange{
			Protocol: string(p.protocol()),
			Port:     p.Port,
			EndPort:  p.endPort(),
		}
	}
	return rules.Service{
		Type:               c.endpointType(),
		ServiceName:        c.ServiceName,
		Arn:                c.latticeArn,
		Region:             c.region(),
		Account:            c.Account,
		Ports:              ports,
		Zones:              c.Zones,
		PrivateDNSName:     c.PrivateDnsName,
		IPAddressTypes:     c.IpAddressTypes,
		SupportedRegions:   c.SupportedRegions,
		AcceptanceRequired: c.AcceptanceRequired,
		InApp:              c.provider != nil,
		Pending:            c.pending,
	}
}

func (p ServicePort) endPort() int {
	if p.EndPort == 0 {
		return p.Port
	}
	return p.EndPort
}

func (p ServicePort) protocol() Protocol {
	if p.Protocol == "" {
		return TCP
	}
	return p.Protocol
}
