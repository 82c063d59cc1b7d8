package privatelink

import "github.com/cdk-privatelink/cdk-privatelink-go/internal/plan"

// Switch turns something on or off whose default isn't simply off.
type Switch plan.Switch

const (
	// AsDefault leaves it to the default.
	AsDefault Switch = iota
	// On turns it on.
	On
	// Off turns it off.
	Off
)

// or is the switch as it is given, or else a default.
func (s Switch) or(fallback bool) bool {
	if s == AsDefault {
		return fallback
	}
	return s == On
}
