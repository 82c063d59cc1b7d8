package snapshot

import (
	"fmt"
	"path/filepath"
	"sync"
	"testing"
)

// other is a test of another name, which ends when the test says so.
type other struct {
	testing.TB
	name string
	ends []func()
}

func (o *other) Name() string     { return o.name }
func (o *other) Helper()          {}
func (o *other) Cleanup(f func()) { o.ends = append(o.ends, f) }
func (o *other) end() {
	for _, f := range o.ends {
		f()
	}
}

// TestOneAtATime: of tests that run at the same time, one has jsii, until it has its
// templates or has ended. No jsii takes part here.
func TestOneAtATime(t *testing.T) {
	var wait sync.WaitGroup
	inside, turns := 0, 0 // Unguarded: the lock under test is what guards them.
	for i := range 8 {
		wait.Go(func() {
			for range 50 {
				o := &other{TB: t, name: fmt.Sprint("TestOther/", i)}
				acquire(o)
				if inside++; inside != 1 {
					t.Errorf("%d tests have jsii", inside)
				}
				turns++
				inside--
				if i%2 == 0 {
					release(o)
				}
				o.end()
			}
		})
	}
	wait.Wait()
	if turns != 400 {
		t.Errorf("%d turns", turns)
	}
}

// TestBelowHolder: tests below one that has jsii have it too, those beside it don't,
// and only the one that took it gives it back.
func TestBelowHolder(t *testing.T) {
	holds, below, beside := &other{TB: t, name: "TestA"}, &other{TB: t, name: "TestA/b"}, &other{TB: t, name: "TestAb"}
	acquire(holds)
	defer holds.end()
	acquire(below)
	release(below)
	if by, ok := tryAcquire(beside); ok || by != "TestA" {
		t.Errorf("another test has jsii beside %q", by)
	}
	holds.end()
	if _, ok := tryAcquire(beside); !ok {
		t.Error("jsii isn't free")
	}
	beside.end()
}

// TestMatchAtTheSameTime: once they have their templates, tests compare them at the
// same time.
func TestMatchAtTheSameTime(t *testing.T) {
	t.Chdir(t.TempDir())
	setUpdate(t)
	template := parse(t, listener)
	var wait sync.WaitGroup
	for i := range 8 {
		wait.Go(func() { matchTemplate(&other{TB: t, name: fmt.Sprint("TestX/", i)}, template) })
	}
	wait.Wait()
	for i := range 8 {
		if file := filepath.Join("testdata", "TestX", fmt.Sprint(i), "Stack.json"); !exists(file) {
			t.Errorf("%s is missing", file)
		}
	}
}
