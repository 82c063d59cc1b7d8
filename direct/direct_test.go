package direct_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/aws/jsii-runtime-go"

	_ "github.com/cdk-privatelink/cdk-privatelink-go/direct"
)

const programVariable = "DIRECT_PROGRAM"

// TestMain runs a program instead, if it is asked to: jsii starts once in a process.
func TestMain(m *testing.M) {
	if program, ok := programs[os.Getenv(programVariable)]; ok {
		program()
		jsii.Close()
		return
	}
	if runtime.GOOS != "linux" && runtime.GOOS != "darwin" {
		fmt.Println("package direct does nothing on", runtime.GOOS)
		return
	}
	os.Exit(m.Run())
}

// TestNothingElseChanges: programs do and print the same with the relay and without.
func TestNothingElseChanges(t *testing.T) {
	hook := file(t, "hook.js", `
		process.on("exit", () => {
			if (process.argv[1].endsWith("program.js")) {
				console.log("printed");
				console.error("wrong");
				process.stdout.write("in two ");
				process.stdout.write("parts\n");
				process.stdout.write(Buffer.from("…\n"));
			}
		});`)
	for _, c := range []struct {
		name    string
		program string
		env     []string
		status  int
		// Part of what is printed.
		stdout, stderr string
	}{
		{name: "an app", program: "app", stdout: "true"},
		{name: "a value of 6 MB", program: "large", stdout: "6291456 true"},
		{name: "a panic", program: "panic", status: 2, stderr: "panic: on purpose"},
		{name: "an error of the CDK's", program: "error", status: 2, stderr: "There is already a Construct with name 'Stack'"},
		{name: "an exit", program: "exit", status: 3},
		{name: "a program of the CDK's", program: "docker", env: []string{"CDK_DOCKER=" + script(t, "docker", `
			echo "to stdout $NODE_OPTIONS."
			exec "$JSII_NODE" -p '"from Node " + process.execArgv.length' >&2`)},
			stderr: "to stdout --max-old-space-size=4069.\nfrom Node 2\n"},
		{name: "a program of the app's", program: "node", env: []string{"NODE_OPTIONS=--no-warnings"}, stdout: "--no-warnings 2\n"},
		{name: "a program of the app's, no options", program: "node", stdout: "undefined 2\n"},
		{name: "what is printed", program: "app", env: []string{`NODE_OPTIONS=--require "` + hook + `"`}, stdout: "printed\nin two parts\n…\n", stderr: "wrong\n"},
		{name: "options without any", program: "app", env: []string{"NODE_OPTIONS="}},
		{name: "timing", program: "app", env: []string{"JSII_DEBUG_TIMING=1"}, stdout: "[@jsii/kernel:timing]"},
		{name: "tracing", program: "app", env: []string{"JSII_DEBUG=1"}, stderr: `{"api":`},
		{name: "an old Node", program: "app", env: []string{"JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION="}},
		{name: "a second start", program: "again"},
		{name: "no Node", program: "app", env: []string{"JSII_NODE=", "PATH="}, status: 2, stderr: `exec: "node": executable file not found in $PATH`},
		{name: "Node elsewhere", program: "app", env: []string{"JSII_NODE=/missing/node"}, status: 2, stderr: "no such file or directory"},
		{name: "Node fails", program: "app", env: []string{"JSII_NODE=" + script(t, "broken", "echo broken >&2; exit 1")}, status: 2, stderr: "broken\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			forEachNode(t, func(t *testing.T, node string) {
				env := append([]string{"JSII_NODE=" + node}, c.env...)
				directly, byRelay := start(t, c.program, env...), start(t, c.program, append(env, relay(t)...)...)
				direct, relayed := directly.wait(t), byRelay.wait(t)
				if direct.status != c.status || !strings.Contains(direct.stdout, c.stdout) || !strings.Contains(direct.stderr, c.stderr) {
					t.Errorf("ended with %d, want %d; stdout %q, want %q; stderr %q, want %q",
						direct.status, c.status, direct.stdout, c.stdout, direct.stderr, c.stderr)
				}
				if got, want := steady(direct.stdout), steady(relayed.stdout); got != want {
					t.Errorf("stdout is\n%s\nwith the relay it is\n%s", got, want)
				}
				if got, want := steady(direct.stderr), steady(relayed.stderr); got != want {
					t.Errorf("stderr is\n%s\nwith the relay it is\n%s", got, want)
				}
			})
		})
	}
}

// TestUnendedLine: what a program of the CDK's leaves unended is shown, before what
// JavaScript prints after it.
func TestUnendedLine(t *testing.T) {
	got := start(t, "docker", "CDK_DOCKER="+script(t, "docker", "printf unended")).wait(t)
	if !strings.Contains(got.stderr, "unended{}\n") || got.status != 0 {
		t.Errorf("ended with %d, printed %q", got.status, got.stderr)
	}
}

// TestProcesses: an app has one process of jsii's; and two, and works, wherever it
// can't.
func TestProcesses(t *testing.T) {
	unreadable := file(t, "unreadable.js", `
		const fs = require("fs");
		const { openSync } = fs;
		fs.openSync = (path, ...rest) => openSync(String(path).startsWith("/dev/fd/") ? "/missing" : path, ...rest);`)
	changed := func(file, from, to string) string {
		return script(t, "changed", fmt.Sprintf(`
			extracted=$(dirname "$1")/..
			sed 's/%[2]s/%[3]s/' "$extracted/%[1]s" > "$extracted/changed"
			cmp -s "$extracted/%[1]s" "$extracted/changed" && echo 'nothing to change' >&2 && exit 1
			mv "$extracted/changed" "$extracted/%[1]s"
			exec node "$@"`, file, from, to))
	}
	for _, c := range []struct {
		name string
		env  []string
		want int
	}{
		{"direct", nil, 1},
		{"options of the user's", []string{"NODE_OPTIONS=--no-warnings --max-old-space-size=2000"}, 1},
		{"an import of the user's", []string{"NODE_OPTIONS=--import=data:text/javascript,"}, 1},
		{"a loader of the user's", []string{"NODE_OPTIONS=--no-warnings --experimental-loader=data:text/javascript,"}, 1},
		{"temporary files behind a link", []string{"TMPDIR=" + link(t)}, 1},
		{"a path that needs quotes", []string{"XDG_CACHE_HOME=" + directory(t, `a "cache" \ of ours`), "JSII_RUNTIME_PACKAGE_CACHE_ROOT=" + packageCache(t)}, 1},
		{"the cache can't be written", relay(t), 2},
		{"no cache", []string{"XDG_CACHE_HOME=", "HOME=", "JSII_RUNTIME_PACKAGE_CACHE_ROOT=" + packageCache(t)}, 2},
		{"JSII_RUNTIME", []string{"JSII_RUNTIME=exec node '" + jsiiRuntime(t) + "'"}, 2},
		{"no files of descriptors", []string{`NODE_OPTIONS=--require "` + unreadable + `"`}, 2},
		{"another kernel", []string{"JSII_NODE=" + changed("lib/program.js", "readFD:3", "readFD:+3")}, 2},
		{"another relay", []string{"JSII_NODE=" + changed("bin/jsii-runtime.js", `"--preserve-symlinks"`, `"--preserve-symlinks","--no-warnings"`)}, 2},
		{"other descriptors", []string{"JSII_NODE=" + changed("bin/jsii-runtime.js", `"pipe","pipe","pipe"`, `"pipe","pipe","pipe","ignore"`)}, 2},
		{"another name", []string{"JSII_NODE=" + script(t, "renamed", `
			mv "$1" "$(dirname "$1")/relay.js"
			exec node "$(dirname "$1")/relay.js"`)}, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			app := start(t, "wait", c.env...)
			app.expect(t, "ready\n")
			if got := app.descendants(t); len(got) != c.want {
				t.Errorf("%d processes, want %d", len(got), c.want)
			}
		})
	}
}

// TestKilled: nothing outlives an app.
func TestKilled(t *testing.T) {
	for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGKILL} {
		t.Run(signal.String(), func(t *testing.T) {
			forEachNode(t, func(t *testing.T, node string) {
				app := start(t, "wait", "JSII_NODE="+node)
				app.expect(t, "ready\n")
				left := app.descendants(t)
				if len(left) != 1 {
					t.Fatalf("%d processes, want 1", len(left))
				}
				if err := app.command.Process.Signal(signal); err != nil {
					t.Fatal(err)
				}
				app.wait(t)
				for range 100 {
					running := parents(t)
					left = slices.DeleteFunc(left, func(pid int) bool { return running[pid] == 0 })
					if len(left) == 0 {
						return
					}
					time.Sleep(50 * time.Millisecond)
				}
				t.Errorf("%d is still there", left)
			})
		})
	}
}

// TestAtOnce: programs that find no file in the cache write it at the same time.
func TestAtOnce(t *testing.T) {
	cache := directory(t, "cache")
	env := []string{"XDG_CACHE_HOME=" + cache, "HOME=" + cache, "JSII_RUNTIME_PACKAGE_CACHE_ROOT=" + packageCache(t)}
	for _, content := range []string{"missing", "half of it"} {
		t.Run(content, func(t *testing.T) {
			files, _ := filepath.Glob(filepath.Join(cache, "cdk-privatelink-go", "*"))
			for _, file := range files {
				if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			var apps []*process
			for range 4 {
				apps = append(apps, start(t, "wait", env...))
			}
			for _, app := range apps {
				app.expect(t, "ready\n")
				if got := app.descendants(t); len(got) != 1 {
					t.Errorf("%d processes, want 1", len(got))
				}
			}
			if files, _ = filepath.Glob(filepath.Join(cache, "cdk-privatelink-go", "*")); len(files) != 1 {
				t.Errorf("the cache has %q, want one file", files)
			}
		})
	}
}

// TestTemplates: an app synthesizes the same templates, to the byte.
func TestTemplates(t *testing.T) {
	imported := file(t, "direct.go", "package main\n\nimport _ \"github.com/cdk-privatelink/cdk-privatelink-go/direct\"\n")
	app, err := filepath.Abs("../examples/app")
	if err != nil {
		t.Fatal(err)
	}
	overlay := file(t, "overlay.json", fmt.Sprintf(`{"Replace": {%q: %q}}`, filepath.Join(app, "direct.go"), imported))
	forEachNode(t, func(t *testing.T, node string) {
		var want map[string]string
		for _, flags := range [][]string{nil, {"-overlay", overlay}} {
			out := t.TempDir()
			command := exec.Command("go", append(append([]string{"run"}, flags...), app)...)
			command.Env = append(environment(), "CDK_OUTDIR="+out, "JSII_NODE="+node, "CDK_VALIDATION=false")
			if text, err := command.CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, text)
			}
			got := map[string]string{}
			files, _ := filepath.Glob(filepath.Join(out, "*.template.json"))
			for _, file := range append(files, filepath.Join(out, "manifest.json")) {
				text, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				got[filepath.Base(file)] = string(text)
			}
			if want == nil {
				want = got
			}
			if len(got) < 3 || len(got) != len(want) {
				t.Errorf("%d files, and %d with the relay", len(got), len(want))
			}
			for name, text := range got {
				if text != want[name] {
					t.Errorf("%s differs", name)
				}
			}
		}
	})
}

// forEachNode runs a test with each Node that the CDK supports: the one there is, and
// others that npm has, as far as it has them.
func forEachNode(t *testing.T, test func(t *testing.T, node string)) {
	t.Helper()
	for _, version := range []string{"20.20.2", "22.23.3", "24.21.0"} {
		major, _, _ := strings.Cut(version, ".")
		t.Run("Node "+major, func(t *testing.T) {
			node, err := nodeOf(major, version)
			if err != nil {
				t.Skip(err)
			}
			test(t, node)
		})
	}
}

// nodeOf finds a version of Node: in PATH, in the cache of these tests, or in npm.
func nodeOf(major, version string) (string, error) {
	own, err := exec.LookPath("node")
	if err != nil {
		return "", err
	}
	if text, err := exec.Command(own, "--version").Output(); err == nil && strings.HasPrefix(string(text), "v"+major+".") {
		return own, nil
	}
	if testing.Short() {
		return "", errors.New("it isn't fetched in short mode")
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	name := fmt.Sprintf("node-%s-%s", runtime.GOOS, map[string]string{"amd64": "x64"}[runtime.GOARCH])
	if runtime.GOARCH != "amd64" {
		name = fmt.Sprintf("node-%s-%s", runtime.GOOS, runtime.GOARCH)
	}
	directory := filepath.Join(cache, "cdk-privatelink-go", "tests", version)
	node := filepath.Join(directory, "node_modules", name, "bin", "node")
	if _, err := os.Stat(node); err == nil {
		return node, nil
	}
	if failed, ok := unavailable[version]; ok {
		return "", failed
	}
	if err := os.MkdirAll(directory, 0o700); err != nil {
		return "", err
	}
	if text, err := exec.Command("npm", "install", "--no-save", "--prefix", directory, name+"@"+version).CombinedOutput(); err != nil {
		unavailable[version] = fmt.Errorf("npm has no Node %s for this machine: %w\n%s", version, err, text)
		return "", unavailable[version]
	}
	return node, nil
}

// unavailable are versions of Node that can't be had.
var unavailable = map[string]error{}

// process is a program that runs.
type process struct {
	command        *exec.Cmd
	stdout, stderr *output
}

// result is what a program did.
type result struct {
	status         int
	stdout, stderr string
}

// output is what a program has printed so far.
type output struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

func (o *output) Write(text []byte) (int, error) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return o.text.Write(text)
}

func (o *output) String() string {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return o.text.String()
}

// start starts a program with a clean environment and more.
func start(t *testing.T, program string, env ...string) *process {
	t.Helper()
	command := exec.Command(os.Args[0])
	p := &process{command: command, stdout: &output{}, stderr: &output{}}
	command.Env = append(environment(), programVariable+"="+program, "CDK_VALIDATION=false",
		"JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=20", "TMPDIR="+t.TempDir())
	command.Env = append(command.Env, env...)
	command.Stdout, command.Stderr = p.stdout, p.stderr
	command.WaitDelay = time.Minute
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		command.Process.Kill()
		command.Wait()
	})
	return p
}

// environment is this process's, without what concerns jsii.
func environment() []string {
	return slices.DeleteFunc(os.Environ(), func(variable string) bool {
		return strings.HasPrefix(variable, "NODE_OPTIONS=") || strings.HasPrefix(variable, "JSII_") || strings.HasPrefix(variable, "CDK_")
	})
}

// wait waits for the end of a program.
func (p *process) wait(t *testing.T) result {
	t.Helper()
	err := p.command.Wait()
	if exit := (&exec.ExitError{}); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return result{p.command.ProcessState.ExitCode(), p.stdout.String(), p.stderr.String()}
}

// expect waits until a program has printed something.
func (p *process) expect(t *testing.T, text string) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !strings.Contains(p.stdout.String(), text); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) || p.command.Process.Signal(syscall.Signal(0)) != nil {
			t.Fatalf("printed %q and %q, not %q", p.stdout, p.stderr, text)
		}
	}
}

// descendants are the processes that a program has started, and those have.
func (p *process) descendants(t *testing.T) []int {
	t.Helper()
	parents := parents(t)
	var all []int
	for pid := range parents {
		for above := parents[pid]; above > 1; above = parents[above] {
			if above == p.command.Process.Pid {
				all = append(all, pid)
			}
		}
	}
	return all
}

// parents are the parents of all processes that run.
func parents(t *testing.T) map[int]int {
	t.Helper()
	list, err := exec.Command("ps", "-axo", "pid=,ppid=,stat=").Output()
	if err != nil {
		t.Skip("processes can't be listed: ", err)
	}
	parents := map[int]int{}
	for line := range strings.Lines(string(list)) {
		var pid, parent int
		var state string
		if _, err := fmt.Sscan(line, &pid, &parent, &state); err == nil && !strings.HasPrefix(state, "Z") {
			parents[pid] = parent
		}
	}
	return parents
}

// relay is an environment in which the package does nothing: its cache isn't a
// directory.
func relay(t *testing.T) []string {
	cache := file(t, "cache", "")
	return []string{"XDG_CACHE_HOME=" + cache, "HOME=" + cache, "JSII_RUNTIME_PACKAGE_CACHE_ROOT=" + packageCache(t)}
}

// packageCache is where jsii keeps the CDK.
func packageCache(t *testing.T) string {
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(cache, "aws", "jsii", "package-cache")
}

// jsiiRuntime is the file that jsii starts.
func jsiiRuntime(t *testing.T) string {
	module, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/aws/jsii-runtime-go").Output()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(strings.TrimSpace(string(module)), "internal", "embedded", "resources", "bin", "jsii-runtime.js")
}

// steady is what was printed, without what differs between two runs: jsii's files, its
// notice that it waited twice for its process, times, and where a panic came from.
func steady(text string) string {
	text, _, _ = strings.Cut(text, "\ngoroutine ")
	return varying.ReplaceAllString(text, "")
}

var varying = regexp.MustCompile(`/[^\s"'()]*/Test[^\s"'()]*|/[^\s"'()]*/jsii-kernel-[^\s"'()]*|Runtime process exited abnormally: [a-z0-9: ]+|[0-9.]+ ?ms|initMark: [0-9.]+`)

func file(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func script(t *testing.T, name, text string) string {
	t.Helper()
	path := file(t, name, "#!/bin/sh\n"+text+"\n")
	if err := os.Chmod(path, 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

func link(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(t.TempDir(), path); err != nil {
		t.Fatal(err)
	}
	return path
}

func directory(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}
