package check

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/demand"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/network"
)

// PromisedType is the type of the metadata in which the constructs of this library note
// that they promise a way: a list for each stack, with the ID of each construct in the
// stack, or in a scope; of a consumer with the contract of its service, if it is of another
// app.
const PromisedType = "privatelink:promised"

// promises are what the constructs have noted.
type promises struct {
	// consumers are contracts by the paths of endpoints; nil for a service of the app.
	consumers map[string]*network.Offer
	// providers are the paths of services.
	providers map[string]bool
}

func promisesOf(a *assembly.Assembly) promises {
	p := promises{map[string]*network.Offer{}, map[string]bool{}}
	for _, stack := range a.Stacks {
		for _, entry := range stack.Entries {
			if list, ok := entry.Data.([]any); ok && entry.Type == PromisedType {
				for _, one := range list {
					noted, _ := one.(map[string]any)
					p.add(entry.Path, noted)
				}
			}
		}
	}
	return p
}

func (p promises) add(stack string, noted map[string]any) {
	id, _ := noted["id"].(string)
	scope, ok := noted["scope"].(string)
	if !ok {
		scope = stack
	}
	switch path := scope + "/" + id; noted["side"] {
	case "provider":
		p.providers[path+"/EndpointService"], p.providers[path+"/Configuration"] = true, true
	case "consumer":
		var offer *network.Offer
		if contract, ok := noted["contract"].(map[string]any); ok {
			offer = offerOf(contract)
		}
		p.consumers[path+"/Endpoint/Resource"] = offer
	}
}

// readContract reads the contract of a service.
func readContract(text []byte) (*network.Offer, error) {
	var contract map[string]any
	if err := json.Unmarshal(text, &contract); err != nil {
		return nil, fmt.Errorf("check: Contract: it is not the JSON of a contract (docs/contract.schema.json): %w", err)
	}
	offer := offerOf(contract)
	if offer.Name == "" || len(offer.Ports) == 0 {
		return nil, fmt.Errorf("check: Contract: it needs serviceName or resourceConfigurationArn, and ports (docs/contract.schema.json)")
	}
	return offer, nil
}

// offerOf is what a contract says; what is only known at deploy, it doesn't.
func offerOf(contract map[string]any) *network.Offer {
	text := func(name string) string {
		value, _ := contract[name].(string)
		return value
	}
	texts := func(name string) []string {
		var all []string
		list, _ := contract[name].([]any)
		for _, one := range list {
			value, ok := one.(string)
			if !ok {
				return nil
			}
			all = append(all, value)
		}
		return all
	}
	offer := &network.Offer{
		Name: cmp.Or(text("serviceName"), text("resourceConfigurationArn")), Region: text("region"), Account: text("account"), Zones: texts("zones"),
		PrivateDnsName: text("privateDnsName"), Families: texts("ipAddressTypes"), Regions: texts("supportedRegions"),
	}
	offer.Acceptance, _ = contract["acceptanceRequired"].(bool)
	if region, ok := network.ServiceRegion(offer.Name); ok && offer.Region == "" {
		offer.Region = region
	}
	list, _ := contract["ports"].([]any)
	for _, one := range list {
		port, _ := one.(map[string]any)
		from, _ := port["port"].(float64)
		to, isRange := port["endPort"].(float64)
		if !isRange || to == 0 {
			to = from
		}
		protocol, _ := port["protocol"].(string)
		for transport, speaks := range map[string]bool{"tcp": protocol != "UDP", "udp": strings.HasSuffix(protocol, "UDP")} {
			if speaks && from > 0 {
				offer.Ports = append(offer.Ports, network.Ports{From: int(from), To: int(to), Transport: transport})
			}
		}
	}
	slices.SortFunc(offer.Ports, func(a, b network.Ports) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	return offer
}

// providerSide are the hops that the provider answers for.
var providerSide = []string{
	"permission", "configuration", "gateway-out", "resource-in", "acl-resource", "listener", "load-balancer-in", "targets", "target-zones", "load-balancer-out", "health-out", "target-in", "health-in", "acl-target",
	"alb-listener", "alb-targets", "alb-out", "alb-health-out", "alb-target-in", "alb-health-in", "alb-acl",
}

// blockedWays are what stands in the way of packets: an error on a way that constructs of
// this library promise, and a warning where others made it, who may mean to add rules
// from elsewhere. What a rule has told already of the same way isn't told again.
func (p *paths) blockedWays(told []network.Finding) []network.Finding {
	var all []network.Finding
	seen := map[string]bool{}
	pairs, _ := p.between(Question{}, nil)
	for _, one := range pairs {
		ways := p.of(one, nil, Question{})
		for _, w := range ways {
			for _, h := range w.way.Hops {
				if w.Port == 0 { // Nothing listens, as far as is known, or something else will.
					break
				}
				if w.isShut() && h.Code != "endpoint-in" && !slices.Contains(providerSide, h.Code) {
					continue // Of a client that isn't let in nothing is promised.
				}
				if h.Demand == nil || h.At == nil || h.At.Source == nil || isTold(h, told, w.way) {
					continue
				}
				// Once for a port, and on the consumer's side for a client.
				fault := fmt.Sprint(h.ID, pathOf(h.At), h.At.Source.ID, w.traffic())
				if !slices.Contains(providerSide, h.Code) {
					fault += w.From
				}
				if seen[fault] {
					continue
				}
				seen[fault] = true
				f := network.Finding{Demand: h.Demand, Severity: h.Severity, Resource: h.At, Property: h.Property, Problem: "on the way " + w.Title() + ": " + h.Why}
				if h.Property != "" {
					f.Problem = "stop " + w.Title() + ": " + h.Why
				}
				if h.Partly || h.Degrades || !p.isPromised(h, w.way) || hasOtherFamily(w, h.Code, ways) {
					f.Severity = demand.Warning
				}
				all = append(all, f)
			}
		}
	}
	return all
}

// hasOtherFamily reports whether packets of the other family of addresses pass a hop that is
// blocked for one.
func hasOtherFamily(w Way, code string, ways Ways) bool {
	return slices.ContainsFunc(ways, func(other Way) bool {
		if other.From != w.From || other.Transport != w.Transport || other.Port != w.Port || other.IPv6 == w.IPv6 {
			return false
		}
		return !slices.ContainsFunc(other.Hops, func(h Hop) bool { return h.Code == code && h.State == Blocked })
	})
}

func (p *paths) isPromised(h network.Hop, w *network.Way) bool {
	if slices.Contains(providerSide, h.Code) {
		return w.Service != nil && p.promises.providers[w.Service.Source.Path()]
	}
	_, promised := p.promises.consumers[pathOf(w.Endpoint)]
	return promised
}

func pathOf(r *network.Resource) string {
	if r == nil {
		return ""
	}
	return r.Source.Path()
}

// alike are demands that are broken by the same fault as another one.
var alike = map[*demand.Demand][]*demand.Demand{
	demand.ClientInbound:               {demand.EndpointPortClosed, demand.ClientsUnknown, demand.ClientIpAddressType},
	demand.EndpointPortClosed:          {demand.ClientInbound, demand.ClientsUnknown, demand.ClientIpAddressType},
	demand.ClientRangeAdmitted:         {demand.ExistingLoadBalancerInbound},
	demand.ExistingLoadBalancerInbound: {demand.ClientRangeAdmitted},
}

// isTold reports whether the fault of a hop is told already.
func isTold(h network.Hop, told []network.Finding, w *network.Way) bool {
	return slices.ContainsFunc(told, func(f network.Finding) bool {
		onWay := f.Resource == h.At || f.Resource == w.Endpoint || f.Resource == w.Service || slices.Contains(h.Passed, f.Resource)
		return onWay && (f.Demand == h.Demand || slices.Contains(alike[h.Demand], f.Demand))
	})
}
