package network

import (
	"fmt"
	"slices"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
)

// State says whether packets pass a hop.
type State int

const (
	// Unknown: the templates don't say.
	Unknown State = iota
	// Open: nothing in the templates stands in the way.
	Open
	// Blocked: no packet passes, on at least one of the branches that it may take.
	Blocked
)

var stateNames = [...]string{"unknown", "open", "blocked"}

func (s State) String() string { return stateNames[s] }

// MarshalText gives the word for it.
func (s State) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Hop is one thing on the way of a packet that lets it pass, or doesn't.
type Hop struct {
	// Code names the hop, such as endpoint-in.
	Code  string
	State State
	// Partly: other branches of the way aren't blocked.
	Partly bool
	// Why says what lets packets pass, what doesn't, or what isn't known.
	Why string
	// At is where it is decided, and Property what decides; nil where no template does.
	At       *Resource
	Property string
	// Demand is the one that isn't met; nil for a hop that isn't blocked.
	*demand.Demand
	// Degrades: packets pass all the same, but the provider thinks the target is dead.
	Degrades bool
	// Passed are the resources that were looked at.
	Passed []*Resource
}

// branch is one of the ways through a hop.
type branch struct {
	state    State
	why      string
	at       *Resource
	property string
	demand   *demand.Demand
	degrades bool
	passed   []*Resource
}

// open is a branch that is passed.
func open(at *Resource, why string, args ...any) branch {
	return branch{state: Open, at: at, why: fmt.Sprintf(why, args...)}
}

// unknown is a branch of which nobody knows.
func unknown(at *Resource, why string, args ...any) branch {
	return branch{at: at, why: fmt.Sprintf(why, args...)}
}

// unsure is a branch that hangs on what is in doubt.
func unsure(at *Resource, d doubt) branch { return unknown(at, "depends on %s", shown(d.why)) }

// blocked is a branch that breaks a demand.
func blocked(d *demand.Demand, at *Resource, property, why string, args ...any) branch {
	return branch{state: Blocked, at: at, property: property, demand: d, why: fmt.Sprintf(why, args...)}
}

// together is a branch on which packets pass several things: blocked where one of them is,
// else unknown where one is.
func together(branches ...branch) branch {
	worst := branches[0]
	var passed []*Resource
	for _, b := range branches {
		if passed = append(passed, b.passed...); b.at != nil {
			passed = append(passed, b.at)
		}
		if worst.state != Blocked && (b.state == Blocked || b.state == Unknown) && worst.state != b.state {
			worst = b
		}
	}
	worst.passed = passed
	return worst
}

// decide is the one of two branches that a question decides on; an unknown one where the
// answer is in doubt.
func (m *Model) decide(yes, no branch, question func() bool) branch {
	var answer bool
	d := m.alone(func() { answer = question() })
	switch {
	case d.is:
		return unsure(no.at, d)
	case answer:
		return yes
	}
	return no
}

// hops are what the branches of a hop come to: all that are blocked, or else one that
// isn't known, or else that it is open.
func hops(code string, branches ...branch) []Hop {
	var all []Hop
	var passed []*Resource
	counts := map[State]int{}
	for _, b := range branches {
		counts[b.state]++
		passed = append(passed, b.passed...)
		if b.at != nil {
			passed = append(passed, b.at)
		}
	}
	worst := Open
	switch {
	case counts[Blocked] > 0:
		worst = Blocked
	case counts[Unknown] > 0 || len(branches) == 0:
		worst = Unknown
	}
	for _, b := range branches {
		if b.state != worst || worst != Blocked && len(all) > 0 {
			continue
		}
		hop := Hop{Code: code, State: worst, Why: b.why, At: b.at, Property: b.property, Demand: b.demand, Degrades: b.degrades, Passed: passed}
		hop.Partly = worst == Blocked && counts[Blocked] < len(branches)
		isSame := func(other Hop) bool { return other.At == hop.At && other.Why == hop.Why }
		if !slices.ContainsFunc(all, isSame) {
			all = append(all, hop)
		}
	}
	return all
}
