// Package check finds what AWS would refuse of an app's PrivateLink services and endpoints,
// or take and then drop every packet of.
//
// It reads what the app was synthesized to, a cloud assembly (cdk.out) of any CDK app, in any of the CDK's languages. It
// needs neither the CDK nor Node, and looks at services and endpoints, at what they
// refer to, are reached by and named by, at the way from clients to targets, and at nothing
// else.
//
//	report, err := check.Directory("cdk.out")
//
// In an app with constructs of this library the same happens at each synthesis, without
// being asked for: see package plugin.
//
// A value that is only known at deploy never makes a finding, and what exists outside
// of the assembly is not known: silence is no proof. What is known of resources that the
// assembly makes is taken to be all of them, but for what it hands to a custom resource, or
// to a stack that isn't part of it: these may add to it.
//
// # The way of a packet
//
// [Path] follows packets from clients through endpoints to the targets of services, and
// tells of each hop whether it is open, blocked, or unknown. Nothing but these templates is
// looked at: [Assumptions] lists what lies outside, and that no blocking hop was found is no
// proof. Constructs of this library note the ways that they promise; a hop that is blocked
// on one of these is an error of [Directory], too, and on others' ways it is a warning,
// since rules may come from elsewhere.
//
// # Acknowledging
//
// AWS's limits change, and a finding may be wrong. Each can be acknowledged by its ID,
// with a reason: it is then told as information, and is no error. In the app, by the CDK's own means:
//
//	awscdk.Validations_Of(stack).Acknowledge(&awscdk.Acknowledgment{
//		Id: jsii.String("privatelink::endpoint-count"), Reason: jsii.String("our quota is 100"),
//	})
package check

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/network"
)

// Report is what was found.
type Report struct {
	// Findings are sorted: errors first, then by stack and construct.
	Findings []Finding `json:"findings"`
	// Pending: nothing was judged, because context is missing that the CDK CLI has yet to
	// look up. Until it has, values are made up.
	Pending bool `json:"pending,omitempty"`
}

// Directory judges the cloud assembly in a directory, with those of its stages. It is an
// error if there is none, or if it can't be read.
func Directory(directory string) (*Report, error) {
	a, err := read(directory)
	if err != nil {
		return nil, err
	}
	report := judge(a)
	report.acknowledge(acknowledgments(a, directory))
	return report, nil
}

// Errors are the findings that make a deployment fail, or drop every packet.
func (r *Report) Errors() []Finding { return r.of(Error) }

// Warnings are the findings of what works, but hurts.
func (r *Report) Warnings() []Finding { return r.of(Warning) }

func (r *Report) of(severity Severity) []Finding {
	return slices.DeleteFunc(slices.Clone(r.Findings), func(f Finding) bool { return f.Severity != severity })
}

// String lists the findings, one line each; empty for none.
func (r *Report) String() string {
	lines := make([]string, len(r.Findings))
	for i, f := range r.Findings {
		lines[i] = f.String()
	}
	return strings.Join(lines, "\n")
}

// judge judges an assembly, without regard to what is acknowledged.
func judge(a *assembly.Assembly) *Report {
	report := &Report{Findings: []Finding{}, Pending: a.Missing}
	if a.Missing {
		return report
	}
	if concerns(a) {
		p := newPaths(a)
		var found []network.Finding
		for _, r := range p.model.Way() {
			found = append(found, p.model.Judge(r)...)
		}
		for _, one := range append(found, p.blockedWays(found)...) {
			if f := findingOf(one); !slices.Contains(report.Findings, f) {
				report.Findings = append(report.Findings, f)
			}
		}
	}
	for _, note := range noted(a) {
		if !slices.ContainsFunc(report.Findings, note.isToldBy) {
			report.Findings = append(report.Findings, note)
		}
	}
	slices.SortStableFunc(report.Findings, compare)
	return report
}

// concerns reports whether an assembly has anything of PrivateLink, or of what VPC Lattice
// offers over it.
func concerns(a *assembly.Assembly) bool {
	for _, stack := range a.Stacks {
		for _, r := range stack.Template.Resources {
			switch {
			case strings.HasPrefix(r.Type, network.Endpoint): // And what else begins so.
				return true
			case r.Type == network.ResourceGateway, r.Type == network.ResourceConfiguration, r.Type == network.ResourceAssociation:
				return true
			}
		}
	}
	return false
}

// Synthesized judges the whole assembly that a template is part of, without regard to what is
// acknowledged: the CDK, which calls it, sees to that.
func Synthesized(template string) (*Report, error) {
	a, err := assembly.Read(root(template))
	if err != nil {
		return nil, fmt.Errorf("check: %w", err)
	}
	return judge(a), nil
}

// root is the directory of the app's assembly that a template is of: those of stages lie
// within it.
func root(template string) string {
	directory := filepath.Dir(template)
	for strings.HasPrefix(filepath.Base(directory), "assembly-") {
		parent := filepath.Dir(directory)
		if _, err := os.Stat(filepath.Join(parent, "manifest.json")); err != nil {
			break
		}
		directory = parent
	}
	return directory
}
