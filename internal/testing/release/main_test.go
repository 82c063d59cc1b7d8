package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

const changelog = `# Changelog

## Unreleased

### Added

## v0.2.0 - 2027-02-03

### Added

- A field, and [its rule](docs/rules.md#a-rule).

### Templates

- ` + "`AWS::EC2::VPCEndpoint`" + `: has another name, and is replaced.

### Fixed

- A bug. See [AWS](https://docs.aws.amazon.com/vpc/).

## v0.1.0 - not yet released

### Added

- All of it.
`

func TestSection(t *testing.T) {
	for _, test := range []struct{ name, changelog, version, want string }{
		{"as it should be", changelog, "v0.2.0", ""},
		{"no version", changelog, "0.2", "is not a version"},
		{"a leading zero", changelog, "v0.02.0", "is not a version"},
		{"not there", changelog, "v0.3.0", `no section "## v0.3.0 - <date>"`},
		{"the beginning of another", changelog, "v0.2.0-rc.1", "no section"},
		{"no date", changelog, "v0.1.0", `the date of v0.1.0 is "not yet released"`},
		{"no templates", changelog, "v0.1.0", `v0.1.0 has no part "### Templates"`},
		{"empty templates", strings.Replace(changelog, "- `AWS::EC2::VPCEndpoint`: has another name, and is replaced.", "", 1), "v0.2.0", "has no part"},
		{"something is left", strings.Replace(changelog, "### Added\n", "### Added\n\n- Another field.\n", 1), "v0.2.0", "move it to v0.2.0"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, problems := sectionOf(test.changelog, test.version)
			if all := strings.Join(problems, "\n"); test.want == "" && all != "" || !strings.Contains(all, test.want) {
				t.Errorf("found %q, want %q", all, test.want)
			}
		})
	}
}

func TestNotes(t *testing.T) {
	section, _ := sectionOf(changelog, "v0.2.0")
	want := `### Added

- A field, and [its rule](https://github.com/cdk-privatelink/cdk-privatelink-go/blob/v0.2.0/docs/rules.md#a-rule).

### Templates

- ` + "`AWS::EC2::VPCEndpoint`" + `: has another name, and is replaced.

### Fixed

- A bug. See [AWS](https://docs.aws.amazon.com/vpc/).
`
	if notes := section.notes("v0.2.0"); notes != want {
		t.Errorf("notes are %q, want %q", notes, want)
	}
}

func TestUnmentioned(t *testing.T) {
	endpoint := snapshot.Change{ID: "Orders", Type: "AWS::EC2::VPCEndpoint", Effect: snapshot.Replace}
	listener := snapshot.Change{ID: "Listener", Type: "AWS::ElasticLoadBalancingV2::Listener", Effect: snapshot.Update}
	group := snapshot.Change{ID: "Group", Type: "AWS::EC2::SecurityGroup", Effect: snapshot.Delete}
	for _, test := range []struct {
		name    string
		part    string
		changes []snapshot.Change
		want    string
	}{
		{"nothing", "None.", nil, ""},
		{"more than the examples show", "- `AWS::EC2::VPCEndpoint` has another tag.", nil, ""},
		{"named", "- `AWS::ElasticLoadBalancingV2::Listener`: another policy.", []snapshot.Change{listener}, ""},
		{"not named", "None.", []snapshot.Change{listener}, "doesn't name AWS::ElasticLoadBalancingV2::Listener (update): Listener"},
		{"a longer type", "- AWS::EC2::VPCEndpointService: replaced.", []snapshot.Change{endpoint}, "doesn't name AWS::EC2::VPCEndpoint (replace): Orders"},
		{"replaced", "- AWS::EC2::VPCEndpoint: is replaced.", []snapshot.Change{endpoint}, ""},
		{"replaced, in another line", "- AWS::EC2::VPCEndpoint: a tag.\n- Replaced: AWS::EC2::VPCEndpoint.", []snapshot.Change{endpoint}, ""},
		{"replaced, and not said", "- AWS::EC2::VPCEndpoint: another name.\n- Others are replaced.", []snapshot.Change{endpoint}, "doesn't say that one is replaced: Orders"},
		{"deleted, and not said", "- AWS::EC2::SecurityGroup: other rules.", []snapshot.Change{group}, "doesn't say that one is deleted: Group"},
	} {
		t.Run(test.name, func(t *testing.T) {
			all := strings.Join(unmentioned(strings.Split(test.part, "\n"), test.changes), "\n")
			if test.want == "" && all != "" || !strings.Contains(all, test.want) {
				t.Errorf("found %q, want %q", all, test.want)
			}
		})
	}
}

// TestRelease makes a repository with a release, changes it, and releases it again.
func TestRelease(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is missing")
	}
	root := t.TempDir()
	run := func(arguments ...string) {
		t.Helper()
		who := []string{"-c", "user.name=test", "-c", "user.email=test@example.invalid", "-c", "commit.gpgsign=false", "-c", "tag.gpgsign=false"}
		if _, err := git(root, append(who, arguments...)...); err != nil {
			t.Fatal(err)
		}
	}
	write := func(file, text string) {
		t.Helper()
		file = filepath.Join(root, filepath.FromSlash(file))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	endpoint := func(name string) string {
		return `{"Resources": {"Orders": {"Type": "AWS::EC2::VPCEndpoint", "Properties": {"ServiceName": "` + name + `", "VpcId": "vpc-1"}}}}`
	}
	problemsOf := func(version string) string {
		t.Helper()
		_, problems := check(root, version)
		return strings.Join(problems, "\n")
	}

	write("CHANGELOG.md", strings.Replace(changelog, "not yet released\n", "2027-01-02\n\n### Templates\n\nNone.\n", 1))
	write(examples+"/app/"+goldens+"/Consumer.json", endpoint("one"))
	run("init", "--quiet")
	if problems := problemsOf("v0.1.0"); !strings.Contains(problems, "(app/Consumer.json)") || !strings.Contains(problems, "-release") {
		t.Errorf("templates aren't kept, but the problems are %q", problems)
	}
	write(released+"/app/Consumer.json", endpoint("one"))
	run("add", ".")
	run("commit", "--quiet", "--message", "one")
	run("tag", "v0.1.0")
	if notes, problems := check(root, "v0.1.0"); len(problems) > 0 || !strings.HasPrefix(notes, "### Templates\n") {
		t.Errorf("the first release: %q, %q", notes, problems)
	}

	write(examples+"/app/"+goldens+"/Consumer.json", endpoint("two"))
	write(released+"/app/Consumer.json", endpoint("two"))
	write(examples+"/new/"+goldens+"/New.json", endpoint("new"))
	write(released+"/new/New.json", endpoint("new"))
	if problems := problemsOf("v0.2.0"); problems != "" {
		t.Errorf("the second release: %s", problems)
	}
	write("CHANGELOG.md", strings.Replace(changelog, "is replaced", "is the better for it", 1))
	if problems := problemsOf("v0.2.0"); !strings.Contains(problems, "doesn't say that one is replaced: Orders") {
		t.Errorf("a replacement isn't told, but the problems are %q", problems)
	}
	write("CHANGELOG.md", changelog)
	// With a file of its own, the flags' world is another one.
	write(examples+"/app/"+goldens+"/Consumer.cdk-init.json", `{"Resources": {"Other": {"Type": "AWS::SNS::Topic"}}}`)
	write(released+"/app/Consumer.cdk-init.json", `{"Resources": {"Other": {"Type": "AWS::SNS::Topic"}}}`)
	if problems := problemsOf("v0.2.0"); !strings.Contains(problems, "doesn't name AWS::SNS::Topic") {
		t.Errorf("a change with cdk init's flags isn't told, but the problems are %q", problems)
	}
}

// TestChangelog: the repository's own has its form, and each version a part Templates.
func TestChangelog(t *testing.T) {
	text, err := os.ReadFile("../../../CHANGELOG.md")
	if err != nil {
		t.Fatal(err)
	}
	sections := sectionsOf(string(text))
	if _, ok := sections["Unreleased"]; !ok || len(sections) < 2 {
		t.Errorf("it has the sections %v, want Unreleased and one of a version", sections)
	}
	for heading, lines := range sections {
		version, _, _ := strings.Cut(heading, " - ")
		if heading == "Unreleased" {
			continue
		}
		if !canonical.MatchString(version) {
			t.Errorf("## %s: not a version and its date", heading)
		}
		if part := (section{lines}).part("Templates"); !slices.ContainsFunc(part, isText) {
			t.Errorf("## %s has no part Templates", heading)
		}
	}
}
