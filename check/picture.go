package check

import (
	"fmt"
	"slices"
	"strings"
)

// A way is drawn as one chain from left to right, in three boxes: the consumer's VPC,
// PrivateLink, and the provider's VPC. Between two stations lie the hops that decide
// whether packets get from one to the other.

// station is where packets come by: one thing, or several of a kind.
type station struct {
	box         int
	kind        string
	names       []string
	isElsewhere bool
}

// section is what lies between two stations.
type section struct {
	hops []Hop
}

var boxes = []string{"Consumer VPC", "AWS PrivateLink", "Provider VPC"}

// sections are the codes between the stations, in their order.
var sections = [][]string{
	{"name", "route", "family", "client-out", "acl-out", "endpoint-in", "acl-back"},
	{"region", "permission", "acceptance", "zones"},
	{"configuration", "listener", "load-balancer-in", "acl-service"},
	{"gateway-out", "resource-in", "acl-resource", "targets", "target-zones", "load-balancer-out", "health-out", "target-in", "health-in", "acl-target"},
	{"alb-listener", "alb-targets", "alb-out", "alb-health-out", "alb-target-in", "alb-health-in", "alb-acl"},
}

// chain are the stations of a way, and the sections between them.
func (w Way) chain() (stations []station, between []section) {
	stations = []station{
		stationOf(0, "Client", w.From),
		stationOf(0, "Interface endpoint", w.Via),
		stationOf(1, "Endpoint service", w.To),
		stationOf(2, "Load balancer", w.LoadBalancers...),
		stationOf(2, "Target", w.Targets...),
	}
	if w.isOfResource() {
		stations[1].kind, stations[2].kind, stations[3].kind, stations[4].kind = "Resource endpoint", "Resource configuration", "Resource gateway", "Resource"
	}
	if len(w.Behind) > 0 {
		stations[4].kind = "Application Load Balancer"
		stations = append(stations, stationOf(2, "Target", w.Behind...))
	}
	for i := range stations[1:] {
		var s section
		for _, h := range w.Hops {
			if slices.Contains(sections[i], h.Code) {
				s.hops = append(s.hops, h)
			}
		}
		between = append(between, s)
	}
	return stations, between
}

// isOfResource reports whether the way leads to a resource, without a load balancer.
func (w Way) isOfResource() bool {
	return slices.ContainsFunc(w.Hops, func(h Hop) bool { return h.Code == "configuration" })
}

// stationOf is one with names; one that lies elsewhere where none is known.
func stationOf(box int, kind string, names ...string) station {
	names = slices.DeleteFunc(slices.Clone(names), func(name string) bool { return name == "" })
	switch len(names) {
	case 0:
		return station{box, kind, []string{"not known here"}, true}
	case 1:
		return station{box, kind, names, false}
	case 2:
		return station{box, "2 " + strings.ToLower(kind) + "s", names, false}
	}
	return station{box, fmt.Sprintf("%d %ss", len(names), strings.ToLower(kind)), []string{names[0], fmt.Sprintf("and %d more", len(names)-1)}, false}
}

// state is the worst of a section's hops; where there is none, nobody looked.
func (s section) state() State {
	if len(s.hops) == 0 {
		return Unknown
	}
	return Way{Hops: s.hops}.State()
}

// marks are the signs for states.
var marks = map[State]string{Open: "✓", Unknown: "?", Blocked: "✕"}

// Mermaid is the picture as Mermaid's text, which code hosts and many documents show.
func (all Ways) Mermaid() string {
	var s strings.Builder
	s.WriteString("flowchart LR\n")
	for i, w := range all {
		w.mermaid(&s, fmt.Sprintf("w%d", i+1))
	}
	s.WriteString("  classDef elsewhere stroke-dasharray: 4 4\n  classDef blocked stroke:#d1242f,stroke-width:2px\n")
	return s.String()
}

func (w Way) mermaid(s *strings.Builder, id string) {
	stations, between := w.chain()
	box := -1
	for i, at := range stations {
		if at.box != box {
			if box >= 0 {
				s.WriteString("  end\n")
			}
			box = at.box
			fmt.Fprintf(s, "  subgraph %sb%d [\"%s\"]\n", id, box, boxes[box])
		}
		class := ""
		if at.isElsewhere {
			class = ":::elsewhere"
		}
		if i > 0 && between[i-1].state() == Blocked {
			class = ":::blocked"
		}
		fmt.Fprintf(s, "    %ss%d[\"%s<br/>%s\"]%s\n", id, i, at.kind, quoted(strings.Join(at.names, ", ")), class)
	}
	s.WriteString("  end\n")
	for i, section := range between {
		state := section.state()
		var said []string
		for _, h := range section.hops {
			if h.State == state && state != Open {
				said = append(said, quoted(marks[state]+" "+h.Code+": "+h.Why))
			}
		}
		label := strings.Join(said, "<br/>")
		if i == 0 {
			label = strings.TrimSuffix(w.traffic()+"<br/>"+label, "<br/>")
		}
		arrow := map[State]string{Open: "-->", Unknown: "-.->", Blocked: "--x"}[state]
		if label != "" {
			arrow += "|\"" + label + "\"|"
		}
		fmt.Fprintf(s, "  %ss%d %s %ss%d\n", id, i, arrow, id, i+1)
	}
}

// quoted keeps a text from ending its quotation, or being taken for markup.
func quoted(text string) string {
	return strings.NewReplacer(`"`, "#quot;", "<", "#lt;", ">", "#gt;", "`", "#96;").Replace(oneLine(text))
}
