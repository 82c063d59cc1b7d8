package snapshot

import (
	"fmt"
	"strings"
)

// explain tells in so many lines what deploying a template over another would do;
// "" if they are the same.
func explain(old, new Template) string {
	var text strings.Builder
	changes, replaced := Diff(old, new), false
	for _, change := range changes {
		fmt.Fprintf(&text, "  %-8s %s %s", change.Effect, change.Type, new.describe(change.ID))
		if note := change.note(); note != "" {
			fmt.Fprintf(&text, ": %s", note)
		}
		text.WriteString("\n")
		for _, d := range change.Differences {
			fmt.Fprintf(&text, "           %s", d)
			if d.Replaces {
				text.WriteString("  (cannot be updated)")
			}
			text.WriteString("\n")
		}
		replaced = replaced || change.Effect == Replace
	}
	for _, d := range diffRest(old, new) {
		fmt.Fprintf(&text, "  %s\n", d)
	}
	if replaced {
		text.WriteString("\n  REPLACE: CloudFormation makes a new resource, and deletes the one that is there unless its policy keeps it.\n")
	}
	text.WriteString(keeping(changes))
	return text.String()
}

// note says what the effect means to others.
func (c Change) note() string {
	notes := []string{}
	if c.Note != "" {
		notes = append(notes, c.Note)
	}
	if c.Effect == Replace || c.Effect == Delete {
		switch c.Type {
		case "AWS::EC2::VPCEndpointService":
			notes = append(notes, "its name is lost, and every consumer is cut off")
		case "AWS::VpcLattice::ResourceConfiguration":
			notes = append(notes, "its ARN is lost, and every consumer is cut off")
		case "AWS::EC2::VPCEndpoint":
			notes = append(notes, "its connections, addresses and names are lost")
		}
	}
	return strings.Join(notes, "; ")
}

// String is the difference in one line.
func (d Difference) String() string {
	path := strings.TrimPrefix(d.Path, "Properties.")
	_, added := d.Old.(Absent)
	_, removed := d.New.(Absent)
	switch {
	case added:
		return path + ": + " + shorten(compact(d.New), 0)
	case removed:
		return path + ": - " + shorten(compact(d.Old), 0)
	default:
		old, new := compact(d.Old), compact(d.New)
		common := commonStart([]rune(old), []rune(new))
		return path + ": " + shorten(old, common) + " → " + shorten(new, common)
	}
}

// commonStart is how many characters two texts share at their beginnings.
func commonStart(a, b []rune) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// widest is how much of a value is shown.
const widest = 160

// shorten shows a long value round the place where it begins to differ.
func shorten(text string, from int) string {
	runes := []rune(text)
	if len(runes) <= widest {
		return text
	}
	start := max(0, min(from-20, len(runes)-widest))
	shown := string(runes[start:min(len(runes), start+widest)])
	if start > 0 {
		shown = "…" + shown
	}
	if start+widest < len(runes) {
		shown += "…"
	}
	return shown
}
