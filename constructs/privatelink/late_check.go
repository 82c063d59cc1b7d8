package privatelink

import "github.com/aws/jsii-runtime-go"

// lateCheck runs the rules again at synthesis, when what later calls may change
// is known.
type lateCheck struct{ consumer *ConsumerEndpoint }

// Validate is called by the CDK.
func (l *lateCheck) Validate() *[]*string {
	plan := l.consumer.plan
	plan.facts.Service.Principals = plan.contract.provider.principals()
	plan.facts.Service.PrincipalsFinal = true
	messages := []*string{}
	if err, _ := plan.check(named("ConsumerEndpoint")); err != nil {
		for _, finding := range err.Findings {
			messages = append(messages, jsii.String("privatelink: "+finding.String()))
		}
	}
	return &messages
}

// checkLate has the rules run at synthesis where a later call can break them.
func (c *ConsumerEndpoint) checkLate() {
	if c.plan.contract.provider != nil && c.plan.facts.IsForeign() {
		c.Node().AddValidation(&lateCheck{c})
	}
}
