package snapshot

import (
	"slices"
	"testing"

	"github.com/aws/constructs-go/constructs/v10"

	"github.com/cdk-privatelink/cdk-privatelink-go/check"
)

// Flows synthesizes the app that a construct is in, and follows packets from clients through
// endpoints to the targets of services: see [check.Path]. The test fails, with the table of
// hops, unless each hop of each way is open, or is one of those that may be unknown, by
// their codes: what only shows at deploy is listed in the test, and nothing else slips
// through as not known.
//
//	snapshot.Flows(t, app, check.Question{From: "Consumer/Client", To: "Provider/Orders", Port: 443}, "acceptance")
func Flows(t testing.TB, scope constructs.Construct, q check.Question, mayBeUnknown ...string) check.Ways {
	t.Helper()
	acquire(t)
	defer release(t)
	ways, err := check.Path(q, synthesisOf(t, scope).directory)
	switch {
	case err != nil:
		t.Errorf("snapshot: %v", err)
	case len(ways) == 0:
		t.Errorf("snapshot: %s", ways)
	}
	for _, w := range ways {
		isWrong := func(h check.Hop) bool {
			return h.State == check.Blocked || h.State == check.Unknown && !slices.Contains(mayBeUnknown, h.Code)
		}
		if slices.ContainsFunc(w.Hops, isWrong) {
			t.Errorf("snapshot: packets may not flow:\n%s", w)
		}
	}
	return ways
}
