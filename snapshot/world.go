package snapshot

import (
	_ "embed"
	"encoding/json"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
)

// CdkInit is the name of the world whose apps have the feature flags of a fresh
// cdk init.
const CdkInit = "cdk-init"

// noFlags is the name of the world without them.
const noFlags = "no-flags"

//go:embed cdk-init.json
var cdkInitFlags []byte

// CdkInitFlags are the feature flags that cdk init of CLI 2.1148.1 writes, as
// the context of an app.
func CdkInitFlags() map[string]any {
	var flags map[string]any
	if err := json.Unmarshal(cdkInitFlags, &flags); err != nil { // It is embedded.
		panic(err)
	}
	return flags
}

// BothWorlds runs a test twice, each time with a new app of [NewApp]: one without
// feature flags, as go test makes it and as apps of old have it, and one with the
// flags of a fresh cdk init.
func BothWorlds(t *testing.T, test func(t *testing.T, app awscdk.App)) {
	t.Helper()
	t.Run(noFlags, func(t *testing.T) { test(t, NewApp(t, nil)) })
	t.Run(CdkInit, func(t *testing.T) { test(t, NewApp(t, CdkInitFlags())) })
}
