// Package docs sees that what the documentation says holds: package comments and examples,
// links, and the code and the commands of the pages.
package docs

import (
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/cdk-privatelink/cdk-privatelink-go"

// root of the module, from here.
var root = filepath.FromSlash("../../..")

// examples are the functions, beside constructors (New…), that must have an example of their
// own, by package: those that a user's first program or test calls.
var examples = map[string][]string{
	"constructs/privatelink": {
		"LoadContract", "LookupContract", "ReadContract", "AWSService", "LatticeResource", "LatticeServiceNetwork", "PortRange",
		"PrivateZone", "ExistingPrivateZone", "ServiceDnsName", "PrivateLinkFrom",
	},
	"constructs/privatelinkecs": {"Target"},
	"check":                     {"Directory", "Path"},
	"check/plugin":              {"IsOff"},
	"snapshot": {
		"BothWorlds", "CdkInitFlags", "Diff", "FixedProperties", "Flows", "FromStack", "Main", "Match", "ParseTemplate", "ReadTemplate",
		"RefersTo", "Synth", "Text", "With",
	},
}

// longest is how many letters a synopsis may have.
const longest = 160

// known are methods of everybody's, which nobody looks up.
var known = []string{"String", "Error", "Unwrap", "MarshalJSON", "UnmarshalJSON"}

// TestPackages: each package says what it is for, and each exported name what it is.
func TestPackages(t *testing.T) {
	for folder, p := range packages(t) {
		t.Run(folder, func(t *testing.T) {
			synopsis := p.Synopsis(p.Doc)
			start := "Package " + p.Name + " "
			if p.Name == "main" {
				start = "Command " + filepath.Base(folder) + " "
			}
			isExample := strings.HasPrefix(folder, "examples/")
			if synopsis == "" || !isExample && !strings.HasPrefix(synopsis, start) {
				t.Errorf("its comment begins %q, want %q…", synopsis, start)
			}
			if len(synopsis) > longest && !isExample {
				t.Errorf("the first sentence of its comment has %d letters, too many for a list of packages: %s", len(synopsis), synopsis)
			}
			for _, problem := range uncommented(p) {
				t.Error(problem)
			}
		})
	}
}

// TestIndex: the comment of package privatelink, "How do I …?", leads to each of its examples.
func TestIndex(t *testing.T) {
	p := packages(t)["constructs/privatelink"]
	_, index, found := strings.Cut(p.Doc, "# How do I …?")
	if !found {
		t.Fatal("there is no index")
	}
	of := func(name string, all []*doc.Example) {
		for _, example := range all {
			entry := "[" + name + "]"
			if example.Suffix != "" {
				entry += ", example " + strings.ToUpper(example.Suffix[:1]) + example.Suffix[1:]
			}
			if !strings.Contains(index, entry) {
				t.Errorf("the index lacks %s", entry)
			}
		}
	}
	for _, f := range functions(p) {
		of(f.Name, f.Examples)
	}
	for _, declared := range p.Types {
		of(declared.Name, declared.Examples)
	}
	for _, match := range regexp.MustCompile(`\[(\w+)\], example (\w+)`).FindAllStringSubmatch(index, -1) {
		if !slices.ContainsFunc(exampleFunctions(p), func(e *doc.Example) bool {
			return strings.EqualFold(e.Name, match[1]+"_"+match[2])
		}) {
			t.Errorf("there is no example %s of %s", match[2], match[1])
		}
	}
}

// TestExamples: each constructor, and what else users begin with, has an example that runs.
func TestExamples(t *testing.T) {
	all := packages(t)
	for folder := range examples {
		if _, ok := all[folder]; !ok {
			t.Errorf("there is no package %s", folder)
		}
	}
	for folder, p := range all {
		if p.Name == "main" {
			continue
		}
		t.Run(folder, func(t *testing.T) {
			wanted := slices.Clone(examples[folder])
			of := map[string][]*doc.Example{}
			for _, f := range functions(p) {
				of[f.Name] = f.Examples
				if strings.HasPrefix(f.Name, "New") && !slices.Contains(wanted, f.Name) {
					wanted = append(wanted, f.Name)
				}
			}
			for _, name := range wanted {
				if found, ok := of[name]; !ok {
					t.Errorf("there is no function %s any more", name)
				} else if len(found) == 0 {
					t.Errorf("%s has no example: write func Example%s in %s/example_test.go", name, name, folder)
				}
			}
			for _, example := range exampleFunctions(p) {
				if example.Doc == "" {
					t.Errorf("Example%s has no comment that says what it shows", example.Name)
				}
				if example.Output == "" && !example.EmptyOutput && !needsTest(example) {
					t.Errorf("Example%s doesn't run: it has no // Output", example.Name)
				}
			}
		})
	}
}

// needsTest reports whether an example shows what is called with a *testing.T, of which it
// has none, or what ends the program: it is compiled only.
func needsTest(example *doc.Example) bool {
	needs := false
	ast.Inspect(example.Code, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok && (s.Sel.Name == "T" || s.Sel.Name == "M") {
			if x, ok := s.X.(*ast.Ident); ok && x.Name == "testing" {
				needs = true
			}
		}
		return true
	})
	return needs
}

// packages reads the packages that users see, by folder: those that they import, commands and
// examples.
func packages(t *testing.T) map[string]pkg {
	t.Helper()
	found := map[string]pkg{}
	walk(t, func(path string, entry fs.DirEntry) error {
		if !entry.IsDir() {
			return nil
		}
		switch entry.Name() {
		case "internal", "benchmarks", "scanners", "docs":
			return fs.SkipDir
		}
		folder, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		p, err := readPackage(path, filepath.ToSlash(folder))
		if p.Package != nil {
			found[filepath.ToSlash(folder)] = p
		}
		return err
	})
	if len(found) < 10 {
		t.Fatalf("only %d packages are found", len(found))
	}
	return found
}

// walk visits what is in the repository, and not what is installed or made in it.
func walk(t *testing.T, visit func(path string, entry fs.DirEntry) error) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		hidden := strings.HasPrefix(entry.Name(), ".") && path != root && entry.Name() != ".github"
		if entry.IsDir() && (hidden || slices.Contains([]string{"node_modules", "testdata", "cdk.out"}, entry.Name())) {
			return fs.SkipDir
		}
		return visit(path, entry)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// pkg is a package that was read, with its files.
type pkg struct {
	*doc.Package
	files *token.FileSet
}

// readPackage reads the package of a folder with its examples; nil if it has none.
func readPackage(path, folder string) (pkg, error) {
	names, err := filepath.Glob(filepath.Join(path, "*.go"))
	if err != nil || len(names) == 0 {
		return pkg{}, err
	}
	set := token.NewFileSet()
	var files []*ast.File
	for _, name := range names {
		file, err := parser.ParseFile(set, name, nil, parser.ParseComments)
		if err != nil {
			return pkg{}, err
		}
		files = append(files, file)
	}
	p, err := doc.NewFromFiles(set, files, module+"/"+folder)
	return pkg{p, set}, err
}

// functions are those of a package, with those that go/doc puts with the type that they
// return.
func functions(p pkg) []*doc.Func {
	all := slices.Clone(p.Funcs)
	for _, t := range p.Types {
		all = append(all, t.Funcs...)
	}
	return all
}

func exampleFunctions(p pkg) []*doc.Example {
	all := slices.Clone(p.Examples)
	for _, f := range functions(p) {
		all = append(all, f.Examples...)
	}
	for _, t := range p.Types {
		all = append(all, t.Examples...)
		for _, m := range t.Methods {
			all = append(all, m.Examples...)
		}
	}
	return all
}

// uncommented lists the exported names of a package that have no comment.
func uncommented(p pkg) []string {
	var problems []string
	missing := func(name string) { problems = append(problems, name+" has no comment") }
	values := slices.Concat(p.Consts, p.Vars)
	for _, t := range p.Types {
		values = slices.Concat(values, t.Consts, t.Vars)
		if t.Doc == "" {
			missing(t.Name)
		}
		for _, name := range membersWithout(p, t) {
			missing(t.Name + "." + name)
		}
		for _, m := range t.Methods {
			if m.Doc == "" && !slices.Contains(known, m.Name) {
				missing(t.Name + "." + m.Name)
			}
		}
	}
	for _, f := range functions(p) {
		if f.Doc == "" {
			missing(f.Name)
		}
	}
	for _, v := range values {
		for _, spec := range v.Decl.Specs {
			spec := spec.(*ast.ValueSpec)
			alone := len(v.Decl.Specs) == 1 && v.Doc != ""
			for _, name := range spec.Names {
				if name.IsExported() && spec.Doc == nil && spec.Comment == nil && !alone {
					missing(name.Name)
				}
			}
		}
	}
	return problems
}

// membersWithout are the exported fields, or the methods of an interface, without a comment:
// one of their own, that of the lines right above, or in so many words that of their type.
func membersWithout(p pkg, t *doc.Type) []string {
	var members *ast.FieldList
	switch declared := t.Decl.Specs[0].(*ast.TypeSpec).Type.(type) {
	case *ast.StructType:
		members = declared.Fields
	case *ast.InterfaceType:
		members = declared.Methods
	default:
		return nil
	}
	var names []string
	commented, end := false, 0
	for _, member := range members.List {
		follows := commented && p.files.Position(member.Pos()).Line == end+1
		commented, end = member.Doc != nil || member.Comment != nil || follows, p.files.Position(member.End()).Line
		for _, name := range member.Names {
			said := regexp.MustCompile(`\b` + name.Name + `\b`).MatchString(t.Doc)
			if name.IsExported() && !commented && !said {
				names = append(names, name.Name)
			}
		}
	}
	return names
}

// read returns a file's text.
func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// place is where something stands, for messages.
func place(path string, line int) string {
	name, err := filepath.Rel(root, path)
	if err != nil {
		name = path
	}
	return fmt.Sprintf("%s:%d", filepath.ToSlash(name), line)
}
