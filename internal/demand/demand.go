// Package demand lists what AWS demands of PrivateLink's resources: each demand once,
// with AWS's own text, its source and what to do. Who reads props, templates or
// deployed resources checks them, and has its words from here.
package demand

import (
	"fmt"
	"slices"
	"strings"
)

// Severity says what it means that a demand isn't met.
type Severity string

const (
	// Error: AWS refuses it, or no packet passes.
	Error Severity = "error"
	// Warning: it works, but hurts.
	Warning Severity = "warning"
	// Info is worth knowing: what is acknowledged, for one.
	Info Severity = "info"
)

// Topic is what a demand is about.
type Topic string

const (
	Services         Topic = "Endpoint services"
	LoadBalancers    Topic = "Load balancers"
	Listeners        Topic = "Listeners"
	TargetGroups     Topic = "Target groups and targets"
	HealthChecks     Topic = "Health checks"
	Endpoints        Topic = "Endpoints"
	Names            Topic = "Names"
	SecurityGroups   Topic = "Security groups"
	Resources        Topic = "Resources without a load balancer"
	SurroundingParts Topic = "What stands around them"
	Functions        Topic = "Functions that operate them"
	Metrics          Topic = "Metrics and alarms"
)

// Topics are in the order in which they are listed.
var Topics = []Topic{Services, LoadBalancers, Listeners, TargetGroups, HealthChecks, Endpoints, Names, SecurityGroups, Resources, SurroundingParts, Functions, Metrics}

// Demand is one thing that AWS demands.
type Demand struct {
	// ID never changes once released: findings are acknowledged by it.
	ID       string
	Severity Severity
	Topic    Topic
	// Summary is the demand, in one sentence.
	Summary string
	// Code is AWS's for its refusal; empty where AWS accepts it all the same, and drops
	// packets in silence, or where no template can say it.
	Code string
	// AWS is the text that AWS refuses it with, with … for what differs; empty where
	// none is known.
	AWS string
	// Source is the page or thread that the demand comes from.
	Source string
	// Fix says what to do instead.
	Fix string
	// Needed: nothing can be built without it, so that acknowledging it changes nothing.
	Needed bool
}

// Saying is a text of AWS's with the words that differ each time.
func Saying(text string, words ...any) string {
	for _, word := range words {
		text = strings.Replace(text, "…", fmt.Sprint(word), 1)
	}
	return text
}

// Prefix is what all IDs start with: the name of the plugin that the CDK acknowledges
// findings by.
const Prefix = "privatelink::"

var all []*Demand

// about adds a demand to a topic's.
func about(topic Topic, d Demand) *Demand {
	d.ID, d.Topic = Prefix+d.ID, topic
	all = append(all, &d)
	return &d
}

// All returns every demand, sorted by ID.
func All() []*Demand {
	return slices.SortedFunc(slices.Values(all), func(a, b *Demand) int { return strings.Compare(a.ID, b.ID) })
}
