package assembly

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Assembly is what an app was synthesized to.
type Assembly struct {
	// Stacks in an order in which they can be deployed; nested ones after those that
	// they are nested in.
	Stacks []*Stack
	// Missing: context is missing that the CLI looks up, and then synthesizes again. Until
	// then values are made up.
	Missing bool

	exports map[export][]output
	// first has stacks that are deployed to the same place as an earlier one; nil until it is
	// asked for.
	first map[*Stack]*Stack
}

// Stack is one of an assembly's stacks.
type Stack struct {
	// ID is that of its artifact, or of its file where it is nested in another one; no two
	// stacks share it. Name is what AWS calls it; of a nested one AWS makes it up, and it is
	// that of its file here.
	ID, Name string
	// Account and Region are empty where the stack fixes none.
	Account, Region string
	// Within are the assemblies of the stages that it is in.
	Within []string
	// Parent is the stack that it is nested in, by the resource Nested; nil if it is in
	// none.
	Parent *Stack
	Nested string
	// File is that of the template.
	File     string
	Template *Template
	// Entries are what constructs have noted in metadata, in the order of their paths.
	Entries []Entry

	assembly *Assembly
	paths    map[string]string
	scope    *Scope
	// outputs are the values of those that have been asked for.
	outputs map[string]any
}

// Entry is what a construct has noted.
type Entry struct {
	// Path of the construct, such as Stack/Orders.
	Path, Type string
	Data       any
}

// manifest is as much of a cloud assembly's manifest.json as is needed.
type manifest struct {
	Missing   []json.RawMessage
	Artifacts map[string]artifact
}

type artifact struct {
	Type         string
	Environment  string
	Dependencies []string
	Properties   struct {
		TemplateFile, StackName, DirectoryName string
	}
	Metadata               map[string][]entry
	AdditionalMetadataFile string
}

type entry struct {
	Type string
	Data any
}

// Read reads the assembly in a directory, such as cdk.out, with those of its stages.
func Read(directory string) (*Assembly, error) {
	a := &Assembly{}
	if err := a.read(directory, nil); err != nil {
		return nil, err
	}
	return a, nil
}

// Of makes an assembly of stacks that have their templates.
func Of(stacks ...*Stack) *Assembly {
	a := &Assembly{Stacks: stacks}
	for _, s := range stacks {
		a.adopt(s)
	}
	return a
}

// adopt makes a stack one of the assembly's.
func (a *Assembly) adopt(s *Stack) {
	s.assembly = a
	for _, resource := range s.Template.Resources {
		resource.Stack = s
	}
}

func (a *Assembly) read(directory string, within []string) error {
	var m manifest
	if err := readJSON(filepath.Join(directory, "manifest.json"), &m); err != nil {
		return err
	}
	a.Missing = a.Missing || len(m.Missing) > 0
	done := map[string]bool{}
	for len(done) < len(m.Artifacts) {
		before := len(done)
		for _, id := range sortedKeys(m.Artifacts) {
			waits := slices.ContainsFunc(m.Artifacts[id].Dependencies, func(needed string) bool {
				_, there := m.Artifacts[needed]
				return there && !done[needed]
			})
			if done[id] || waits {
				continue
			}
			done[id] = true
			if err := a.readArtifact(directory, within, id, m.Artifacts[id]); err != nil {
				return err
			}
		}
		if len(done) == before {
			return fmt.Errorf("%s: artifacts depend on each other", directory)
		}
	}
	return nil
}

func (a *Assembly) readArtifact(directory string, within []string, id string, of artifact) error {
	switch of.Type {
	case "cdk:cloud-assembly":
		if slices.Contains(within, id) {
			return fmt.Errorf("%s: the stage %s is within itself", directory, id)
		}
		return a.read(filepath.Join(directory, of.Properties.DirectoryName), append(slices.Clone(within), id))
	case "aws:cloudformation:stack":
		s := &Stack{ID: id, Name: of.Properties.StackName, Within: within, File: filepath.Join(directory, of.Properties.TemplateFile), paths: map[string]string{}}
		if s.Name == "" {
			s.Name = id
		}
		s.Account, s.Region = place(of.Environment)
		metadata := of.Metadata
		if of.AdditionalMetadataFile != "" {
			if err := readJSON(filepath.Join(directory, of.AdditionalMetadataFile), &metadata); err != nil {
				return err
			}
		}
		s.note(metadata)
		return a.add(s)
	}
	return nil
}

// place reads aws://account/region.
func place(environment string) (account, region string) {
	account, region, _ = strings.Cut(strings.TrimPrefix(environment, "aws://"), "/")
	if account == "unknown-account" {
		account = ""
	}
	if region == "unknown-region" {
		region = ""
	}
	return account, region
}

// note takes the constructs' metadata.
func (s *Stack) note(metadata map[string][]entry) {
	for _, path := range sortedKeys(metadata) {
		for _, e := range metadata[path] {
			id := strings.TrimPrefix(path, "/")
			if logicalID, ok := e.Data.(string); ok && e.Type == "aws:cdk:logicalId" {
				s.paths[logicalID] = id
				continue
			}
			s.Entries = append(s.Entries, Entry{id, e.Type, e.Data})
		}
	}
}

// add reads a stack's template, and those of the stacks nested in it.
func (a *Assembly) add(s *Stack) error {
	encoded, err := os.ReadFile(s.File)
	if err != nil {
		return err
	}
	if s.Template, err = Parse(encoded); err != nil {
		return fmt.Errorf("%s: %w", s.File, err)
	}
	a.adopt(s)
	a.Stacks = append(a.Stacks, s)
	if !bytes.Contains(encoded, []byte(nestedType)) {
		return nil
	}
	for _, id := range sortedKeys(s.Template.Resources) {
		resource := s.Template.Resources[id]
		if resource.Type != nestedType {
			continue
		}
		file, err := nestedFile(filepath.Dir(s.File), resource)
		if err != nil {
			return err
		}
		if file == "" { // It is no part of the assembly.
			continue
		}
		for outer := s; outer != nil; outer = outer.Parent {
			if outer.File == filepath.Join(filepath.Dir(s.File), file) {
				return fmt.Errorf("%s: the nested stack %s is within itself", s.File, id)
			}
		}
		nested := &Stack{
			ID: strings.TrimSuffix(file, ".nested.template.json"), Account: s.Account, Region: s.Region, Within: s.Within,
			Parent: s, Nested: id, File: filepath.Join(filepath.Dir(s.File), file), paths: s.paths,
		}
		nested.Name = nested.ID
		if slices.ContainsFunc(a.Stacks, func(other *Stack) bool { return other.ID == nested.ID }) { // Of the same template.
			nested.ID = s.ID + "." + id
		}
		if err := a.add(nested); err != nil {
			return err
		}
	}
	return nil
}

// nestedFile is the template of a nested stack, which its resource names by metadata or,
// without asset metadata, only by its hash; empty where there is none.
func nestedFile(directory string, resource *Resource) (string, error) {
	if file, ok := resource.Metadata["aws:asset:path"].(string); ok {
		return file, nil
	}
	location, err := json.Marshal(resource.Properties()["TemplateURL"])
	if err != nil {
		return "", err
	}
	hash := assetHash.Find(location)
	if hash == nil {
		return "", nil
	}
	lists, err := filepath.Glob(filepath.Join(directory, "*.assets.json"))
	if err != nil {
		return "", err
	}
	for _, list := range lists {
		var assets struct {
			Files map[string]struct{ Source struct{ Path string } }
		}
		if err := readJSON(list, &assets); err != nil {
			return "", err
		}
		if file := assets.Files[string(hash)].Source.Path; strings.HasSuffix(file, ".json") {
			return file, nil
		}
	}
	return "", nil
}

var assetHash = regexp.MustCompile(`[0-9a-f]{64}`)

const nestedType = "AWS::CloudFormation::Stack"

func readJSON(file string, into any) error {
	encoded, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(encoded, into); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}
