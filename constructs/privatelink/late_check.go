package privatelink

import (
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/rules"
)

// lateCheck runs the rules again at synthesis, when what later calls may change
// is known. It costs a message from jsii, so only constructs that a later call
// can break have one.
type lateCheck struct {
	// check completes the facts and runs the rules.
	check func() (*Error, []rules.Finding)
}

// Validate is called by the CDK.
func (l *lateCheck) Validate() *[]*string {
	messages := []*string{}
	if err, _ := l.check(); err != nil {
		for _, finding := range err.Findings {
			messages = append(messages, jsii.String("privatelink: "+finding.String()))
		}
	}
	return &messages
}

func checkLate(construct constructs.Construct, check func() (*Error, []rules.Finding)) {
	construct.Node().AddValidation(&lateCheck{check})
}

// checkLate has the rules run at synthesis where the provider's principals, which
// may grow, decide.
func (c *ConsumerEndpoint) checkLate() {
	if c.plan.contract.provider == nil || !c.plan.facts.IsForeign() {
		return
	}
	checkLate(c, func() (*Error, []rules.Finding) {
		service := &c.plan.facts.Service
		service.Principals, service.PrincipalsFinal = c.plan.contract.provider.principals(), true
		return c.plan.check(named("ConsumerEndpoint"))
	})
}

// checkLate has the rules run at synthesis where load balancers that were brought
// decide: their listeners and security groups may change until then.
func (p *ProviderService) checkLate() {
	if !p.plan.dependsOnOthers() {
		return
	}
	checkLate(p, func() (*Error, []rules.Finding) {
		p.plan.readOthers(p)
		return p.plan.check(named("ProviderService"))
	})
}
