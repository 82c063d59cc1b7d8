package docs

import (
	"errors"
	"fmt"
	"go/ast"
	"go/doc/comment"
	"go/importer"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// given is what the pages' code takes as there, under these names.
const given = `
var (
	app                                  awscdk.App
	stack, providerStack, consumerStack  awscdk.Stack
	vpc, providerVpc, consumerVpc        awsec2.IVpc
	server, web                          awsec2.Instance
	orders                               *privatelink.ProviderService
	endpoint                             *privatelink.ConsumerEndpoint
	t                                    *testing.T
)

func newOrdersStack(app awscdk.App, id string) awscdk.Stack { return nil }
`

// paths are the packages that code may use without importing them, by name: this module's,
// the CDK's (aws…), and these.
var paths = map[string]string{
	"awscdk":     "github.com/aws/aws-cdk-go/awscdk/v2",
	"constructs": "github.com/aws/constructs-go/constructs/v10",
	"jsii":       "github.com/aws/jsii-runtime-go",
	"errors":     "errors", "fmt": "fmt", "os": "os", "strings": "strings", "testing": "testing", "time": "time",
}

// TestSnippets: Go code in the pages, and in the comments of packages, compiles. Where it can't,
// because it is one part of something, its block begins with "```go partial": it must parse.
func TestSnippets(t *testing.T) {
	if testing.Short() {
		t.Skip("it compiles the CDK")
	}
	snippets := snippetsOf(t)
	if len(snippets) < 12 {
		t.Fatalf("only %d pieces of code are found", len(snippets))
	}
	c := compiler{paths: maps.Clone(paths), files: token.NewFileSet()}
	for folder, p := range packages(t) {
		if p.Name != "main" {
			c.paths[p.Name] = module + "/" + folder
		}
	}
	var files []*ast.File
	for _, s := range snippets {
		file, err := c.parse(s)
		if err != nil {
			for _, problem := range problemsOf(err) {
				t.Error(problem)
			}
			continue
		}
		if s.mark != "partial" {
			files = append(files, file)
		}
	}
	c.load(t, files)
	for _, file := range files {
		for _, problem := range c.check(file) {
			t.Error(problem)
		}
	}
}

// TestCompiler: code that doesn't compile is told of.
func TestCompiler(t *testing.T) {
	if testing.Short() {
		t.Skip("it compiles the CDK")
	}
	c := compiler{paths: maps.Clone(paths), files: token.NewFileSet()}
	c.paths["privatelink"] = module + "/constructs/privatelink"
	var loaded bool
	for _, test := range []struct{ code, want string }{
		{`x := privatelink.PrivateZone("a.b")`, ""},
		{`func TestX(t *testing.T) { newOrdersStack(nil, "X") }`, ""},
		{"import \"testing\"\n\n_ = testing.Short()", ""},
		{"x := 1\nprivatelink.PrivateZona(\"a.b\")", "p.md:11:13: undefined: privatelink.PrivateZona"},
		{"import \"testing\"\n\ntesting.Shor()", "p.md:12:9: undefined: testing.Shor"},
		{`endpoint.DnsName(1)`, "p.md:10:18: too many arguments"},
		{`unknown()`, "p.md:10:1: undefined: unknown"},
		{`x := (`, "expected operand"},
	} {
		var problems []string
		file, err := c.parse(snippet{place: "p.md:10", text: test.code})
		if err != nil {
			problems = problemsOf(err)
		} else {
			if !loaded { // All import the same.
				c.load(t, []*ast.File{file})
				loaded = true
			}
			problems = c.check(file)
		}
		if all := strings.Join(problems, "\n"); test.want == "" && all != "" || !strings.Contains(all, test.want) {
			t.Errorf("%s: %q, want %q", test.code, all, test.want)
		}
	}
}

// snippet is a piece of Go.
type snippet struct{ place, mark, text string }

func snippetsOf(t *testing.T) []snippet {
	var all []snippet
	for _, p := range pages(t) {
		for _, b := range p.blocks {
			if b.language == "go" {
				all = append(all, snippet{place(p.path, b.line), b.mark, b.text})
			}
		}
	}
	for folder, p := range packages(t) {
		for i, b := range p.Parser().Parse(p.Doc).Content {
			code, ok := b.(*comment.Code)
			if s := (snippet{place: fmt.Sprintf("the comment of %s, block %d:1", folder, i)}); ok {
				s.text = code.Text
				// Others are commands, or what these print.
				if _, err := (&compiler{paths: paths, files: token.NewFileSet()}).parse(s); err == nil {
					all = append(all, s)
				}
			}
		}
	}
	return all
}

// compiler checks the types of snippets.
type compiler struct {
	paths    map[string]string // Of packages, by name.
	files    *token.FileSet
	packages types.Importer
}

var leadingImports = regexp.MustCompile(`^(?s)\s*(import\s+(\w+\s+|_\s+)?"[^"]*"[^\n]*\n|import\s+\(.*?\n\)[^\n]*\n|//[^\n]*\n|\s)*`)

// parse makes a file of a snippet: declarations stand in it as they are, and statements in a
// function. What is used of packages is imported.
func (c *compiler) parse(s snippet) (*ast.File, error) {
	text := s.text + "\n"
	imports := leadingImports.FindString(text)
	rest := text[len(imports):]
	name, line, _ := strings.Cut(s.place, ":")
	mark := func(line int) string { return fmt.Sprintf("\n//line %s:%d:1\n", name, line) }
	first := 1
	fmt.Sscan(line, &first)
	body := first + strings.Count(imports, "\n")

	declarations := imports + mark(body) + rest
	file, err := c.file(mark(first) + declarations)
	if err == nil {
		return file, nil
	}
	return c.file(mark(first) + imports + "\nfunc _() {" + mark(body) + rest + "\n}\n")
}

// file parses a file that has what is given, and the imports that it lacks.
func (c *compiler) file(text string) (*ast.File, error) {
	parsed, err := parser.ParseFile(c.files, "", "package snippets\n"+text, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	imported := map[string]bool{}
	for _, i := range parsed.Imports {
		imported[path.Base(strings.Trim(i.Path.Value, `"`))] = true
	}
	lacking := ""
	for _, name := range append(usedPackages(parsed), "awscdk", "awsec2", "privatelink", "testing") {
		from := c.paths[name]
		if from == "" && strings.HasPrefix(name, "aws") {
			from = c.paths["awscdk"] + "/" + name
		}
		if from != "" && !imported[name] {
			imported[name] = true
			lacking += fmt.Sprintf("import %s %q; ", name, from)
		}
	}
	return parser.ParseFile(c.files, "", "package snippets; "+lacking+text+"\n//line given:1:1\n"+given, parser.ParseComments)
}

// usedPackages are the names before a dot.
func usedPackages(file *ast.File) []string {
	var names []string
	ast.Inspect(file, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok && x.Obj == nil {
				names = append(names, x.Name)
			}
		}
		return true
	})
	return names
}

// load has the packages that files import compiled, or taken from the cache.
func (c *compiler) load(t *testing.T, files []*ast.File) {
	t.Helper()
	wanted := map[string]bool{}
	for _, file := range files {
		for _, i := range file.Imports {
			wanted[strings.Trim(i.Path.Value, `"`)] = true
		}
	}
	command := exec.Command("go", append([]string{"list", "-e", "-export", "-deps", "-f", "{{.ImportPath}} {{.Export}}"}, slices.Sorted(maps.Keys(wanted))...)...)
	command.Dir = root
	command.Stderr = os.Stderr
	list, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	exports := map[string]string{}
	for _, line := range strings.Split(string(list), "\n") {
		name, file, _ := strings.Cut(line, " ")
		exports[name] = file
	}
	c.packages = importer.ForCompiler(c.files, "gc", func(path string) (io.ReadCloser, error) {
		if exports[path] == "" {
			return nil, fmt.Errorf("there is no package %s", path)
		}
		return os.Open(exports[path])
	})
}

// check checks the types of a file. What isn't used is no error: it is a piece.
func (c *compiler) check(file *ast.File) []string {
	var problems []string
	config := types.Config{Importer: c.packages, Error: func(err error) {
		var e types.Error
		if errors.As(err, &e) && !e.Soft {
			problems = append(problems, c.files.Position(e.Pos).String()+": "+e.Msg)
		}
	}}
	_, _ = config.Check("snippets", c.files, []*ast.File{file}, nil) // Told above.
	return problems
}

// problemsOf are those of a parser.
func problemsOf(err error) []string {
	var list scanner.ErrorList
	if !errors.As(err, &list) {
		return []string{err.Error()}
	}
	var problems []string
	for _, e := range list {
		problems = append(problems, e.Error())
	}
	return problems
}
