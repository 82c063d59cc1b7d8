package privatelinkecs_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelinkecs"
)

// TestNilService: a service that was not created is said, whichever way it is
// nil. What a target of a real one makes is in examples/fargate.
func TestNilService(t *testing.T) {
	for name, service := range map[string]privatelinkecs.Service{"nil": nil, "typed nil": awsecs.FargateService(nil)} {
		props := &privatelink.ProviderServiceProps{Listeners: []privatelink.Listener{{
			Port: 443, Targets: []privatelink.Target{privatelinkecs.Target(service, "web", 80)},
		}}}
		if err := props.Validate(); err == nil || !strings.Contains(err.Error(), "Listeners[0].Targets[0]: names no target: it is nil") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
