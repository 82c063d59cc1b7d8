package check

import (
	"cmp"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"slices"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/network"
)

// Question asks for ways. The zero value asks for all: of each client that an endpoint's
// security groups admit to each port of its service, and of each service without an
// endpoint from whoever may connect.
//
// From, Via and To are paths of constructs, such as Consumer/Client, which stand for all
// below them; or logical IDs, by themselves or after their stack's name and a dot.
type Question struct {
	// From is the client: an instance, an ECS service, a function, an Auto Scaling group or a
	// security group; or a range of addresses, such as 10.50.0.0/16. Default: all clients.
	From string
	// Via is the endpoint. Default: all.
	Via string
	// To is the service, or the endpoint that leads to it. Default: all.
	To string
	// Port that the client calls. Default: all of the service's.
	Port int
	// Protocol is tcp or udp. Default: those that the service listens for; tcp for a Port that
	// it doesn't listen on.
	Protocol string
	// Account and Region are those that stacks which fix none are deployed to. Default: not
	// known.
	Account, Region string
	// Contract is the JSON of a service's contract (docs/contract.schema.json): what is known
	// of one that no assembly here makes. Default: what the constructs have noted.
	Contract []byte
}

// Path follows packets through the cloud assemblies in directories, such as cdk.out: from
// clients through endpoints to the targets of services. All hops are looked at, and all
// that are blocked are told.
//
//	ways, err := check.Path(check.Question{From: "Consumer/Client", To: "Provider/Orders", Port: 443}, "cdk.out")
//	if err != nil || ways.State() != check.Open {
//		t.Fatalf("%v\n%v", err, ways) // The table of hops.
//	}
//
// Provider and consumer may be of two apps: their directories are read together then. An
// endpoint of one that names its service by an ID, which no template has, leads to the only
// service of the other in the Region, or to that which To names. Via and To together say so
// within one app, too.
//
// It is an error if a directory can't be read, or if the question names nothing that is
// there.
func Path(q Question, directories ...string) (Ways, error) {
	a, from, err := together(directories)
	if err != nil {
		return nil, err
	}
	for _, s := range a.Stacks {
		s.Account, s.Region = cmp.Or(s.Account, q.Account), cmp.Or(s.Region, q.Region)
	}
	p := newPaths(a)
	p.origins = from
	return p.ask(q)
}

// together reads assemblies as one, and tells which directory each stack is from.
func together(directories []string) (*assembly.Assembly, map[*assembly.Stack]string, error) {
	if len(directories) == 0 {
		return nil, nil, errors.New("check: Path needs the directory of a cloud assembly, such as cdk.out")
	}
	var stacks []*assembly.Stack
	from := map[*assembly.Stack]string{}
	for _, directory := range directories {
		a, err := read(directory)
		if err != nil {
			return nil, nil, err
		}
		if a.Missing {
			return nil, nil, fmt.Errorf("check: %s lacks context that the CDK CLI looks up; run cdk synth first", directory)
		}
		for _, s := range a.Stacks {
			if slices.ContainsFunc(stacks, func(other *assembly.Stack) bool { return other.ID == s.ID }) {
				s.ID += " of " + directory
			}
			from[s] = directory
		}
		stacks = append(stacks, a.Stacks...)
	}
	return assembly.Of(stacks...), from, nil
}

func read(directory string) (*assembly.Assembly, error) {
	a, err := assembly.Read(directory)
	switch {
	case os.IsNotExist(err):
		return nil, fmt.Errorf("check: %s is not a cloud assembly: run cdk synth first (%w)", directory, err)
	case err != nil:
		return nil, fmt.Errorf("check: %w", err)
	}
	return a, nil
}

// paths are what can be asked of an assembly.
type paths struct {
	model    *network.Model
	walker   *network.Walker
	promises promises
	// origins are the directories of the stacks; nil where there is one assembly.
	origins map[*assembly.Stack]string
}

func newPaths(a *assembly.Assembly) *paths {
	m := network.Made(a)
	return &paths{model: m, walker: m.Walker(), promises: promisesOf(a)}
}

// pair is an endpoint with its service; either may be nil.
type pair struct {
	endpoint, service *network.Resource
	offer             *network.Offer
	assumed           string
}

func (p *paths) ask(q Question) (Ways, error) {
	if q.Port < 0 || q.Port > 65535 {
		return nil, fmt.Errorf("check: Port: %d is not a port; use 1 to 65535, or 0 for all", q.Port)
	}
	q.Protocol = strings.ToLower(q.Protocol)
	if !slices.Contains([]string{"", "tcp", "udp"}, q.Protocol) {
		return nil, fmt.Errorf("check: Protocol: %q is not a protocol; use tcp or udp", q.Protocol)
	}
	var given *network.Offer
	if len(q.Contract) > 0 {
		var err error
		if given, err = readContract(q.Contract); err != nil {
			return nil, err
		}
	}
	clients, err := p.from(q.From)
	if err != nil {
		return nil, err
	}
	pairs, err := p.between(q, given)
	if err != nil {
		return nil, err
	}
	all := Ways{}
	reached := map[*network.Resource]bool{}
	for _, one := range pairs {
		found := p.of(one, clients, q)
		all = append(all, found...)
		reached[one.service] = reached[one.service] || len(found) > 0
	}
	for _, one := range pairs { // A range that is in no endpoint's VPC is that of consumers elsewhere.
		if s := one.service; s != nil && !reached[s] && clients != nil && clients[0].IsRange() {
			reached[s] = true
			all = append(all, p.of(pair{service: s}, clients, q)...)
		}
	}
	switch {
	case len(pairs) == 0 && q.Via != "":
		return nil, fmt.Errorf("check: Via: %q doesn't lead to %q, as far as these templates say", q.Via, q.To)
	case len(all) == 0 && q.From != "":
		return nil, fmt.Errorf("check: From: %q is in none of the VPCs of the endpoints: name the endpoint by Via if that is meant", q.From)
	}
	return all, nil
}

// names reports whether what is asked for names a resource.
func names(asked string, r *network.Resource) bool {
	source := r.Source
	if source == nil {
		return false
	}
	path := source.Path()
	return asked == source.ID || asked == source.Stack.Name+"."+source.ID || path != "" && (path == asked || strings.HasPrefix(path, asked+"/"))
}

// from are the clients that are asked for; nil for all.
func (p *paths) from(asked string) ([]*network.Party, error) {
	if asked == "" {
		return nil, nil
	}
	if address, err := netip.ParseAddr(asked); err == nil && address.Zone() == "" {
		return []*network.Party{p.model.Range(netip.PrefixFrom(address, address.BitLen()))}, nil
	}
	if prefix, err := netip.ParsePrefix(asked); err == nil {
		if prefix != prefix.Masked() {
			return nil, fmt.Errorf("check: From: %s does not begin with the first address of its range, %s", asked, prefix.Masked())
		}
		return []*network.Party{p.model.Range(prefix)}, nil
	}
	var workloads, groups, all []*network.Party
	for _, party := range p.model.Parties() {
		switch all = append(all, party); {
		case !names(asked, party.Resource):
		case party.Type == network.SecurityGroup:
			groups = append(groups, party)
		default:
			workloads = append(workloads, party)
		}
	}
	switch {
	case len(workloads) > 0:
		return workloads, nil
	case len(groups) > 0:
		return groups, nil
	}
	return nil, fmt.Errorf("check: From: %q names no client; use the path or the logical ID of an instance, function, ECS service, Auto Scaling group or security group, or a range of addresses%s",
		asked, examples(all, func(party *network.Party) string { return party.Name }))
}

// examples lists a few of what could have been named.
func examples[T any](all []T, name func(T) string) string {
	var some []string
	for _, one := range all {
		if len(some) == 8 {
			some = append(some, "…")
			break
		}
		some = append(some, name(one))
	}
	if len(some) == 0 {
		return "; there is none here"
	}
	return "; here: " + strings.Join(some, ", ")
}

// between are the pairs of endpoint and service that are asked for.
func (p *paths) between(q Question, given *network.Offer) ([]pair, error) {
	endpoints, services := p.model.InterfaceEndpoints(), p.model.Services()
	chosen := endpoints
	if q.Via != "" {
		if chosen = named(endpoints, q.Via); len(chosen) == 0 {
			return nil, fmt.Errorf("check: Via: %q names no interface endpoint%s", q.Via, examples(endpoints, (*network.Resource).String))
		}
	}
	to := services
	if q.To != "" {
		to = named(services, q.To)
		if its := named(chosen, q.To); len(its) > 0 {
			chosen = its
		} else if len(to) == 0 {
			return nil, fmt.Errorf("check: To: %q names no endpoint service, resource configuration or endpoint%s", q.To, examples(append(services, endpoints...), (*network.Resource).String))
		}
	}
	var all []pair
	reached := map[*network.Resource]bool{}
	for _, e := range chosen {
		one := p.pairOf(e, to, given, q)
		if one.service != nil {
			reached[one.service] = true
		}
		isAsked := q.To == "" || names(q.To, e) || one.service != nil && slices.Contains(to, one.service)
		if isAsked {
			all = append(all, one)
		}
	}
	for _, s := range to {
		if !reached[s] && q.Via == "" {
			all = append(all, pair{service: s})
		}
	}
	return all, nil
}

func named(all []*network.Resource, asked string) []*network.Resource {
	return slices.DeleteFunc(slices.Clone(all), func(r *network.Resource) bool { return !names(asked, r) })
}

// pairOf finds the service of an endpoint.
func (p *paths) pairOf(e *network.Resource, services []*network.Resource, given *network.Offer, q Question) pair {
	offer := p.model.Serves(e)
	switch {
	case offer != nil && offer.Service != nil:
		return pair{endpoint: e, service: offer.Service}
	case offer != nil && offer.Resource != nil:
		return pair{endpoint: e, service: offer.Resource}
	case offer != nil:
		return pair{endpoint: e, offer: offer}
	}
	if s := p.other(e, services, q); s != nil {
		return pair{endpoint: e, service: s, assumed: fmt.Sprintf("the service that %s names, %s, is %s", e, cmp.Or(p.model.NameOf(e), "by a value that is only known at deploy"), s)}
	}
	noted := p.promises.consumers[e.Source.Path()]
	if name := p.model.NameOf(e); given != nil && (name == "" || given.Name == name) {
		noted = given
	}
	return pair{endpoint: e, offer: noted}
}

// other is the service of another app that an endpoint leads to: which one it is, its name
// doesn't tell before it is deployed.
func (p *paths) other(e *network.Resource, services []*network.Resource, q Question) *network.Resource {
	name := p.model.NameOf(e)
	region, isName := network.ServiceRegion(name)
	if name != "" && !isName && !isResource(e) {
		return nil
	}
	isAsked := q.Via != "" && q.To != ""
	fitting := slices.DeleteFunc(slices.Clone(services), func(s *network.Resource) bool {
		isHere := p.origins[s.Source.Stack] == p.origins[e.Source.Stack]
		isOther := isResource(e) != (s.Type == network.ResourceConfiguration)
		return isOther || isHere && !isAsked || region != "" && s.Region != "" && s.Region != region
	})
	if len(fitting) == 1 {
		return fitting[0]
	}
	return nil
}

// of are the ways between an endpoint and a service.
func (p *paths) of(one pair, clients []*network.Party, q Question) Ways {
	var all Ways
	from := p.clientsOf(one, clients, q)
	for _, port := range p.portsOf(one, q) {
		var its Ways
		families, known := p.model.FamiliesOf(one.endpoint, one.service)
		for _, six := range families {
			for _, client := range from {
				if client != nil && client.IsRange() && one.endpoint == nil {
					six, known = client.IPv6(), true
				} else if client != nil && client.Lacks(six) && len(families) > 1 {
					continue // It uses the other family.
				}
				way := &network.Way{Client: client, Endpoint: one.endpoint, Service: one.service, Offer: one.offer, Transport: port.Transport, Port: port.From, IPv6: six, FamilyUnknown: !known}
				p.walker.Walk(way)
				its = append(its, wayOf(way, p.endpointName(one.endpoint), p.serviceName(one), one.assumed))
			}
		}
		if clients == nil {
			its = its.admitted()
		}
		all = append(all, its...)
	}
	return all
}

// admitted are the ways of those that the endpoint lets in on a port, if it lets in anybody:
// its other clients have other ports.
func (all Ways) admitted() Ways {
	admitted := slices.DeleteFunc(slices.Clone(all), func(w Way) bool { return w.isShut() })
	if len(admitted) == 0 {
		return all
	}
	return admitted
}

// isShut reports whether the endpoint surely doesn't let the client in.
func (w Way) isShut() bool {
	return slices.ContainsFunc(w.Hops, func(h Hop) bool { return h.Code == "endpoint-in" && h.State == Blocked && !h.Partly })
}

func (p *paths) clientsOf(one pair, clients []*network.Party, q Question) []*network.Party {
	e := one.endpoint
	switch {
	case clients == nil && e != nil:
		if found := p.model.ClientsOf(e); len(found) > 0 {
			return found
		}
		return []*network.Party{nil}
	case clients == nil:
		return []*network.Party{nil}
	case e == nil:
		return clients
	}
	var from []*network.Party
	for _, client := range clients {
		isIn := !client.IsRange() && client.IsIn(e)
		if client.IsRange() {
			var outside bool
			client, outside = client.Within(e)
			isIn = !outside
		}
		if q.Via != "" || isIn {
			from = append(from, client)
		}
	}
	return from
}

func (p *paths) portsOf(one pair, q Question) []network.Ports {
	var all []network.Ports
	for _, ports := range p.model.PortsOf(one.endpoint, one.service, one.offer) {
		if (q.Port == 0 || ports.From == q.Port) && (q.Protocol == "" || ports.Transport == q.Protocol) {
			all = append(all, ports)
		}
	}
	if len(all) == 0 && q.Port != 0 {
		transport := q.Protocol
		if transport == "" {
			transport = "tcp"
		}
		all = append(all, network.Ports{From: q.Port, To: q.Port, Transport: transport})
	}
	return all
}

// endpointName is that of the construct that a user knows: of this library's it is the
// parent.
func (p *paths) endpointName(e *network.Resource) string {
	if e == nil {
		return ""
	}
	if _, ours := p.promises.consumers[e.Source.Path()]; ours {
		return strings.TrimSuffix(e.Source.Path(), "/Endpoint/Resource")
	}
	return e.String()
}

func (p *paths) serviceName(one pair) string {
	if one.service == nil && one.offer != nil {
		return one.offer.Name
	}
	if one.service == nil {
		return p.model.NameOf(one.endpoint)
	}
	if path := one.service.Source.Path(); p.promises.providers[path] {
		return strings.TrimSuffix(strings.TrimSuffix(path, "/EndpointService"), "/Configuration")
	}
	return one.service.String()
}

// isResource reports whether an endpoint surely is one to a resource of VPC Lattice.
func isResource(e *network.Resource) bool { return e.Properties["ResourceConfigurationArn"] != nil }
