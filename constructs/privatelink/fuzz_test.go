package privatelink_test

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/generate"
)

// FuzzProps makes props of all fields out of bytes, plans them and runs the
// rules, all without Node: nothing panics, what is said is one line a finding, the
// same each time, and names its field and fix.
func FuzzProps(f *testing.F) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		data := make([]byte, 200)
		for i := range data {
			data[i] = byte(random.Uint32())
		}
		f.Add(data, true)
		f.Add(data, false)
	}
	f.Fuzz(func(t *testing.T, data []byte, odd bool) {
		world := generate.NewFake()
		checkAnswer(t, generate.Provider(world, data, odd).Validate, generate.Provider(world, data, odd).Validate)
		checkAnswer(t, generate.Consumer(world, data, odd).Validate, generate.Consumer(world, data, odd).Validate)
	})
}

func checkAnswer(t *testing.T, validate, again func() error) {
	t.Helper()
	err := validate()
	if err == nil {
		if second := again(); second != nil {
			t.Errorf("valid at first, then: %v", second)
		}
		return
	}
	var e *privatelink.Error
	if !errors.As(err, &e) {
		t.Fatalf("%T: %v", err, err)
	}
	if lines := strings.Count(err.Error(), "\n") + 1; lines != len(e.Findings) {
		t.Errorf("%d lines for %d findings:\n%s", lines, len(e.Findings), err)
	}
	for _, finding := range e.Findings {
		if finding.Field == "" || finding.Problem == "" || finding.Fix == "" || !strings.HasPrefix(finding.ID, "privatelink::") {
			t.Errorf("incomplete: %#v", finding)
		}
	}
	if second := again(); second == nil || second.Error() != err.Error() {
		t.Errorf("another answer the second time:\n%v\n%v", err, second)
	}
}
