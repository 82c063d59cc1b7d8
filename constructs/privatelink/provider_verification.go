package privatelink

import (
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/jsii-runtime-go"
)

// TxtRecord is a record to be published for AWS.
type TxtRecord struct {
	// Name of the record, in full.
	Name string
	// Value of the record, without quotes.
	Value string
}

// VerificationRecord is the TXT record that proves the ownership of the private
// DNS name's domain, for DNS that is kept elsewhere: empty without
// [ProviderServiceProps.PrivateDns].
func (p *ProviderService) VerificationRecord() TxtRecord {
	if p.plan.PrivateDns.Domain == "" {
		return TxtRecord{}
	}
	return TxtRecord{
		Name:  *p.EndpointService.AttrPrivateDnsNameConfigurationName() + "." + p.plan.PrivateDns.Domain,
		Value: *p.EndpointService.AttrPrivateDnsNameConfigurationValue(),
	}
}

// VerificationRecordSet is the record set that has the service's value: its own, or that of
// the provider that it is VerifiedWith; nil where it is published by other means.
func (p *ProviderService) VerificationRecordSet() awsroute53.CfnRecordSet {
	if owner := p.asked.PrivateDns.VerifiedWith; owner != nil {
		return owner.VerificationTxt
	}
	return p.VerificationTxt
}

// makeVerificationRecord publishes that the provider owns the domain, in a record of
// its own or in that of another provider.
func (p *ProviderService) makeVerificationRecord() {
	if owner := p.asked.PrivateDns.VerifiedWith; owner != nil {
		owner.alsoVerifies(p)
		return
	}
	if !p.plan.PrivateDns.HasHostedZone {
		return
	}
	record := p.VerificationRecord()
	p.verified = append([]string{record.Value}, p.plan.PrivateDns.OtherValues...)
	p.VerificationTxt = awsroute53.NewCfnRecordSet(p, jsii.String("VerificationRecord"), &awsroute53.CfnRecordSetProps{
		HostedZoneId:    p.objects.hostedZone.HostedZoneId(),
		Name:            jsii.String(record.Name + "."),
		Type:            jsii.String("TXT"),
		Ttl:             jsii.String(strconv.Itoa(wholeSeconds(p.plan.PrivateDns.Ttl))),
		ResourceRecords: p.verifiedValues(),
	})
	p.consumers.Need(p.VerificationTxt)
}

// alsoVerifies adds another service's value to the record. The record waits for that
// service; if its consumers waited for the record from another stack, the two stacks
// could wait for each other.
func (p *ProviderService) alsoVerifies(other *ProviderService) {
	p.verified = append(p.verified, other.VerificationRecord().Value)
	p.VerificationTxt.SetResourceRecords(p.verifiedValues())
	if awscdk.Stack_Of(p) == awscdk.Stack_Of(other) {
		other.consumers.Need(p.VerificationTxt)
	}
}

func (p *ProviderService) verifiedValues() *[]*string {
	quoted := make([]string, len(p.verified))
	for i, value := range p.verified {
		quoted[i] = `"` + value + `"`
	}
	return jsii.Strings(quoted...)
}
