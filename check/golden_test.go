package check

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/assembly"
)

const (
	home    = "111122223333"
	partner = "444455556666"
)

// golden is what a folder's golden templates of one world make together.
type golden struct {
	name   string
	stacks []*assembly.Stack
}

// goldens reads the golden templates of the constructs and examples: of a folder once as
// they are without flags, and once as they are with those of cdk init.
func goldens(t testing.TB) []golden {
	t.Helper()
	const cdkInit = ".cdk-init.json"
	worlds := map[string]*golden{}
	for _, root := range []string{"../constructs", "../examples"} {
		err := filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if entry.IsDir() && entry.Name() == "node_modules" {
				return filepath.SkipDir
			}
			if !strings.HasSuffix(path, ".json") || !strings.Contains(path, "/testdata/") {
				return nil
			}
			encoded, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			template, err := assembly.Parse(encoded)
			if err != nil {
				return err
			}
			name := strings.TrimPrefix(filepath.Dir(path), "../")
			id := strings.TrimSuffix(filepath.Base(path), ".json")
			if strings.HasSuffix(path, cdkInit) {
				id = strings.TrimSuffix(filepath.Base(path), cdkInit)
				name += cdkInit
			}
			if worlds[name] == nil {
				worlds[name] = &golden{name: name}
			}
			account, region := goldenPlace(name, id)
			worlds[name].stacks = append(worlds[name].stacks, &assembly.Stack{ID: id, Name: id, Account: account, Region: region, File: path, Template: template})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	var all []golden
	for _, name := range slices.Sorted(maps.Keys(worlds)) {
		all = append(all, *worlds[name])
	}
	if len(all) < 60 {
		t.Fatalf("only %d worlds of golden templates", len(all))
	}
	return all
}

// goldenPlace is where a stack was made for: its own account and Region, unless the folder
// is about others.
func goldenPlace(name, id string) (account, region string) {
	account, region = home, "us-east-1"
	if strings.HasPrefix(id, "Production-") {
		return partner, region
	}
	if !strings.Contains(id, "Consumer") {
		return account, region
	}
	if strings.Contains(name, "handover") {
		account = partner
	}
	if strings.Contains(name, "other-region") || strings.Contains(name, "TestOtherRegion") || strings.Contains(name, "crossregion") {
		region = "eu-west-1"
	}
	return account, region
}

// assemble makes an assembly of the stacks, each with its resources anew, for the caller
// to change.
func (g golden) assemble() *assembly.Assembly {
	stacks := make([]*assembly.Stack, len(g.stacks))
	for i, s := range g.stacks {
		template := *s.Template
		template.Parameters, template.Conditions = maps.Clone(template.Parameters), maps.Clone(template.Conditions)
		template.Resources = make(map[string]*assembly.Resource, len(s.Template.Resources))
		for id, r := range s.Template.Resources {
			template.Resources[id] = remade(r, r.Encoded)
		}
		stacks[i] = &assembly.Stack{ID: s.ID, Name: s.Name, Account: s.Account, Region: s.Region, File: s.File, Template: &template}
	}
	return assembly.Of(stacks...)
}

// remade is a resource of which nothing is read yet, with properties of its own.
func remade(r *assembly.Resource, properties json.RawMessage) *assembly.Resource {
	return &assembly.Resource{ID: r.ID, Type: r.Type, Encoded: properties, DependsOn: r.DependsOn, Condition: r.Condition, Metadata: r.Metadata}
}

// TestGoldenTemplates: none of them has an error.
func TestGoldenTemplates(t *testing.T) {
	for _, g := range goldens(t) {
		for _, f := range judge(g.assemble()).Errors() {
			t.Errorf("%s: %s", g.name, f)
		}
	}
}
