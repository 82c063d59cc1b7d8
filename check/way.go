package check

import (
	"fmt"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/network"
)

// State says whether packets pass a hop.
type State = network.State

const (
	// Unknown: the templates don't say.
	Unknown = network.Unknown
	// Open: nothing in the templates stands in the way.
	Open = network.Open
	// Blocked: no packet passes, on one at least of the branches that it may take.
	Blocked = network.Blocked
)

// Hop is one thing on the way of a packet that lets it pass, or doesn't.
type Hop struct {
	// Code names the hop: see [Codes].
	Code  string `json:"code"`
	State State  `json:"state"`
	// Partly: of several branches, such as two targets, others aren't blocked.
	Partly bool `json:"partly,omitempty"`
	// Why says what lets packets pass, what doesn't, or what isn't known.
	Why string `json:"why"`
	// Stack, Path of the construct, LogicalID of the resource and Property in it say where
	// that is decided; empty where no template does.
	Stack     string `json:"stack,omitempty"`
	Path      string `json:"path,omitempty"`
	LogicalID string `json:"logicalId,omitempty"`
	Property  string `json:"property,omitempty"`
	// ID of the rule that a blocked hop breaks, what to do, and AWS's page; empty for others.
	ID     string `json:"id,omitempty"`
	Fix    string `json:"fix,omitempty"`
	Source string `json:"source,omitempty"`
}

// At is where the hop is decided: a construct's path, or stack and logical ID.
func (h Hop) At() string {
	if h.Path != "" || h.LogicalID == "" {
		return h.Path
	}
	return h.Stack + "." + h.LogicalID
}

// Way is that of a packet from a client to a service's targets, on one port.
type Way struct {
	// From is the client, Via the endpoint and To the service: paths of constructs, ranges,
	// or the names of services; empty for what isn't known.
	From string `json:"from,omitempty"`
	Via  string `json:"via,omitempty"`
	To   string `json:"to,omitempty"`
	// Transport is tcp or udp. Port is 0 where it isn't known.
	Transport string `json:"transport"`
	Port      int    `json:"port"`
	// IPv6: between client and load balancer.
	IPv6 bool `json:"ipv6,omitempty"`
	// Hops are in the order of the packet. A code comes more than once where it is blocked
	// in several places.
	Hops []Hop `json:"hops"`
	// LoadBalancers are the service's that listen on the port.
	LoadBalancers []string `json:"loadBalancers,omitempty"`
	// Targets are what these send packets to, with ports, and Behind is what Application Load
	// Balancers among them send packets on to.
	Targets []string `json:"targets,omitempty"`
	Behind  []string `json:"behind,omitempty"`
	// Assumed is what was taken for granted of this way, besides [Assumptions].
	Assumed []string `json:"assumed,omitempty"`

	way *network.Way
}

// Codes are those of all hops, in the order of the packet:
//
//   - name: the names that lead to the endpoint resolve in the client's VPC
//   - route: the client is in the endpoint's VPC
//   - family: client, endpoint and service have addresses of one family
//   - client-out: the client's security groups let it send to the endpoint
//   - acl-out: the network ACLs of client and endpoint let the request through
//   - endpoint-in: the endpoint's security groups admit the client
//   - region: the service is offered to the endpoint's Region
//   - permission: the service allows the consumer's account
//   - acceptance: nobody has to accept the endpoint by hand
//   - zones: the endpoint's subnets are in zones of the service
//   - configuration: a resource configuration of VPC Lattice takes the port
//   - gateway-out: the security groups of the resource gateway let it send to the resource
//   - resource-in: those of the resource admit the gateway
//   - acl-resource: the network ACLs of gateway and resource let both directions through
//   - listener: every load balancer of the service listens on the port
//   - load-balancer-in: its security groups admit the client's address, where they apply
//   - acl-service: the network ACLs of its subnets would let the client's packets through
//   - targets: there are targets, which speak the listener's protocol
//   - target-zones: connections find a target from each zone of the endpoint
//   - load-balancer-out, health-out: the load balancer's security groups let it send traffic,
//     and health checks on another port, to the targets
//   - target-in, health-in: the targets' security groups admit these
//   - acl-target: the network ACLs of load balancer and targets let both directions through
//   - alb-listener to alb-acl: the same behind an Application Load Balancer that is a target
//   - acl-back: the network ACLs of endpoint and client let the answers through
func Codes() []string { return append([]string{}, network.Codes...) }

// Assumptions are what no template shows, and nothing here looks at.
var Assumptions = []string{
	"the application listens on its port, and no firewall of its own stops it",
	"what is deployed is what these templates say: no drift, no rules by hand or of other apps",
	"the targets are healthy, and no quota is used up",
	"the VPCs' route tables and resolvers are as AWS makes them",
}

// State is blocked if a hop is, else unknown if one is, and open otherwise.
func (w Way) State() State {
	state := Open
	for _, h := range w.Hops {
		switch {
		case h.State == Blocked:
			return Blocked
		case h.State == Unknown:
			state = Unknown
		}
	}
	return state
}

// In are the hops of the way in a state.
func (w Way) In(state State) []Hop {
	var all []Hop
	for _, h := range w.Hops {
		if h.State == state {
			all = append(all, h)
		}
	}
	return all
}

// Title names the way: Consumer/Client → Consumer/Orders → Provider/Orders, tcp 443.
func (w Way) Title() string {
	var ends []string
	for _, end := range []struct{ name, otherwise string }{{w.From, "a client"}, {w.Via, "an endpoint elsewhere"}, {w.To, "a service elsewhere"}} {
		if end.name == "" {
			end.name = end.otherwise
		}
		ends = append(ends, end.name)
	}
	title := strings.Join(ends, " → ") + ", " + w.traffic()
	if w.IPv6 {
		title += ", IPv6"
	}
	return oneLine(title)
}

// traffic is the transport with the port.
func (w Way) traffic() string {
	if w.Port == 0 {
		return w.Transport + ", a port that isn't known"
	}
	return fmt.Sprintf("%s %d", w.Transport, w.Port)
}

// Verdict says what was found, in a few words.
func (w Way) Verdict() string {
	blocked, unknown := w.In(Blocked), w.In(Unknown)
	switch {
	case len(blocked) > 0:
		return fmt.Sprintf("blocked at %s", strings.Join(codesOf(blocked), ", "))
	case len(unknown) > 0:
		return fmt.Sprintf("no blocking hop found; not known: %s", strings.Join(codesOf(unknown), ", "))
	}
	return "no blocking hop found"
}

func codesOf(hops []Hop) []string {
	var codes []string
	for _, h := range hops {
		if len(codes) == 0 || codes[len(codes)-1] != h.Code {
			codes = append(codes, h.Code)
		}
	}
	return codes
}

// String is the table of hops.
func (w Way) String() string {
	var s strings.Builder
	fmt.Fprintf(&s, "%s: %s\n", w.Title(), w.Verdict())
	for _, h := range w.Hops {
		state := h.State.String()
		if h.Partly {
			state = "partly"
		}
		fmt.Fprintf(&s, "  %-7s  %-17s  %s\n", state, h.Code, oneLine(h.Why))
		if h.State == Blocked {
			fmt.Fprintf(&s, "%30s%s: %s [%s]\n%30s%s\n", "", oneLine(h.At()), h.Fix, h.ID, "", h.Source)
		}
	}
	for _, assumed := range w.Assumed {
		fmt.Fprintf(&s, "  assumed: %s\n", oneLine(assumed))
	}
	return s.String()
}

// Ways are all that were asked for.
type Ways []Way

// State is blocked if one of the ways is, else unknown if one is, or if there is none, and
// open otherwise.
func (all Ways) State() State {
	state := Open
	for _, w := range all {
		switch w.State() {
		case Blocked:
			return Blocked
		case Unknown:
			state = Unknown
		}
	}
	if len(all) == 0 {
		return Unknown
	}
	return state
}

// String are the tables of all ways, and what is assumed.
func (all Ways) String() string {
	if len(all) == 0 {
		return "no way was found: there is neither an interface endpoint nor an endpoint service\n"
	}
	var s strings.Builder
	for _, w := range all {
		s.WriteString(w.String() + "\n")
	}
	fmt.Fprintf(&s, "Assumed: %s.\n", strings.Join(Assumptions, "; "))
	return s.String()
}

// wayOf is a way for others to read.
func wayOf(found *network.Way, endpoint, service, assumed string) Way {
	w := Way{Via: endpoint, To: service, Transport: found.Transport, Port: found.Port, IPv6: found.IPv6, way: found}
	if found.Client != nil {
		w.From = found.Client.Name
	}
	if assumed != "" {
		w.Assumed = append(w.Assumed, assumed)
	}
	switch {
	case found.Endpoint == nil:
		w.Assumed = append(w.Assumed, "the consumers' endpoints, names and zones let packets through: they aren't in these templates")
	case found.Service == nil:
		w.Assumed = append(w.Assumed, "the provider's load balancer and targets let packets through: they aren't in these templates")
	}
	if found.Proxy {
		w.Assumed = append(w.Assumed, "the targets read the header of proxy protocol v2, which is on, in health checks too")
	}
	for _, balancer := range found.Balancers {
		w.LoadBalancers = append(w.LoadBalancers, balancer.String())
	}
	w.Targets, w.Behind = found.Targets, found.Behind
	for _, h := range found.Hops {
		w.Hops = append(w.Hops, hopOf(h))
	}
	return w
}

func hopOf(found network.Hop) Hop {
	h := Hop{Code: found.Code, State: found.State, Partly: found.Partly, Why: found.Why, Property: found.Property}
	if found.At != nil && found.At.Source != nil {
		source := found.At.Source
		h.Stack, h.Path, h.LogicalID = source.Stack.Name, source.Path(), source.ID
	}
	if found.Demand != nil {
		h.ID, h.Fix, h.Source = found.ID, found.Fix, found.Demand.Source
	}
	return h
}
