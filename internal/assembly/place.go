package assembly

import (
	"bytes"
	"regexp"
	"slices"
)

// isFixed reports whether a stack fixes both its account and its Region.
func (s *Stack) isFixed() bool { return s.Account != "" && s.Region != "" }

// Place names the account and the Region of a stack. Where it doesn't fix both, it names the
// first of the stacks that surely are deployed to the same as this one, whichever these are:
// nested stacks are deployed with those that they are nested in, and what a stack exports is
// known in its own account and Region only.
//
// Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html
func (s *Stack) Place() string {
	s = s.outermost()
	if s.isFixed() {
		return s.Account + "/" + s.Region
	}
	if s.assembly.first == nil {
		s.assembly.join()
	}
	return s.assembly.firstWith(s).ID
}

// AccountOf is the account of a place that isn't fixed, by its name, as [Format] has it.
func AccountOf(place string) string {
	return Reference{Attribute: "AWS::AccountId of " + place}.String()
}

// outermost is the stack that a stack is deployed with.
func (s *Stack) outermost() *Stack {
	for s.Parent != nil {
		s = s.Parent
	}
	return s
}

// firstWith is the first of the stacks that a stack was joined with; itself for none.
func (a *Assembly) firstWith(s *Stack) *Stack {
	for a.first[s] != nil {
		s = a.first[s]
	}
	return s
}

// join joins stacks that don't fix their place with those that they import from.
func (a *Assembly) join() {
	a.first = map[*Stack]*Stack{}
	exports := map[export][]output{}
	for _, s := range a.Stacks {
		for _, id := range sortedKeys(s.Template.Outputs) {
			if exported := s.Template.Outputs[id].Export; exported != nil && !s.isFixed() {
				if name, ok := exported.Name.(string); ok { // As the CDK has it.
					key := export{s.Account, s.Region, name}
					exports[key] = append(exports[key], output{s, id})
				}
			}
		}
	}
	for _, s := range a.Stacks {
		if s.isFixed() || len(exports) == 0 {
			continue
		}
		for _, name := range s.imports() {
			if from, ok := s.meant(exports[export{s.Account, s.Region, name}]); ok {
				a.unite(a.firstWith(s.outermost()), a.firstWith(from.stack.outermost()))
			}
		}
	}
}

func (a *Assembly) unite(one, other *Stack) {
	switch at, its := slices.Index(a.Stacks, one), slices.Index(a.Stacks, other); {
	case at < its:
		a.first[other] = one
	case its < at:
		a.first[one] = other
	}
}

// imports are the names of the exports that the resources of a stack refer to.
func (s *Stack) imports() []string {
	var names []string
	for _, id := range s.IDs() {
		encoded := s.Template.Resources[id].Encoded
		if !bytes.Contains(encoded, []byte("Fn::ImportValue")) {
			continue
		}
		for _, found := range importedName.FindAllSubmatch(encoded, -1) {
			names = append(names, string(found[1]))
		}
	}
	return names
}

var importedName = regexp.MustCompile(`"Fn::ImportValue"\s*:\s*"([^"\\]+)"`)
