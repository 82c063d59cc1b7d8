// Command benchmarks compares W(n), a service and n endpoints to it, with the
// constructs of this library (ours; direct is the same with package direct), in Go on
// the CDK's L2 constructs (naive), and in JavaScript on the same (js): wall time, CPU,
// peak memory of each process and messages to jsii. It runs the variants in turns,
// after each has run once, and prints medians and ratios. Linux only.
//
//	cd benchmarks && npm ci --prefix js && go run . [-n 1,10,100,500,2000] [-rounds 7]
package main

import (
	"bytes"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

var (
	sizes      = flag.String("n", "1,10,100,500,2000", "numbers of endpoints")
	rounds     = flag.Int("rounds", 7, "how often each is run")
	validation = flag.Bool("validation", false, "leave CDK's validation on")
)

// variant is a program that synthesizes W(n).
type variant struct {
	name    string
	command []string
	// processes are what the program and those that it starts are.
	processes []string
}

// run is what one run took.
type run struct {
	wall, cpu time.Duration
	// peaks are the processes' peak memory in MiB, by what they are.
	peaks map[string]int
}

func main() {
	log.SetFlags(0)
	flag.Parse()
	directory, err := os.MkdirTemp("", "benchmarks")
	check(err)
	defer os.RemoveAll(directory)
	variants := build(directory)
	for _, v := range variants { // It also fills and primes jsii's cache.
		measure(v, 1, directory)
	}
	fmt.Println("| n | variant | wall s | x js | CPU s | x js | messages | peak MiB |")
	fmt.Println("| --- | --- | --- | --- | --- | --- | --- | --- |")
	for _, size := range strings.Split(*sizes, ",") {
		n, err := strconv.Atoi(size)
		check(err)
		compare(variants, n, directory)
	}
}

// build builds the programs.
func build(directory string) []variant {
	variants := []variant{{name: "js", command: []string{"node", "js/app.js"}, processes: []string{"program"}}}
	for _, v := range []struct {
		name, path, tags string
		processes        []string
	}{
		{"naive", "./naive", "", []string{"program", "relay", "kernel"}},
		{"ours", "./ours", "", []string{"program", "relay", "kernel"}},
		{"direct", "./ours", "direct", []string{"program", "kernel"}},
	} {
		binary := filepath.Join(directory, v.name)
		build := exec.Command("go", "build", "-tags", v.tags, "-o", binary, v.path)
		build.Stderr = os.Stderr
		check(build.Run())
		variants = append(variants, variant{v.name, []string{binary}, v.processes})
	}
	return variants
}

// resources is where jsii-runtime-go has its JavaScript.
func resources() string {
	module, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/aws/jsii-runtime-go").Output()
	check(err)
	return filepath.Join(strings.TrimSpace(string(module)), "internal", "embedded", "resources")
}

// compare runs the variants in turns, forwards and backwards, and prints a row for
// each.
func compare(variants []variant, n int, directory string) {
	runs := map[string][]run{}
	for round := range *rounds {
		order := slices.Clone(variants)
		if round%2 == 1 {
			slices.Reverse(order)
		}
		for _, v := range order {
			runs[v.name] = append(runs[v.name], measure(v, n, directory))
		}
	}
	for _, v := range variants {
		own, js := runs[v.name], runs["js"]
		var wall, cpu []float64
		for i := range own {
			wall = append(wall, own[i].wall.Seconds()/js[i].wall.Seconds())
			cpu = append(cpu, own[i].cpu.Seconds()/js[i].cpu.Seconds())
		}
		fmt.Printf("| %d | %s | %.2f | %.2f | %.2f | %.2f | %s | %s |\n", n, v.name,
			median(own, func(r run) float64 { return r.wall.Seconds() }), middle(wall),
			median(own, func(r run) float64 { return r.cpu.Seconds() }), middle(cpu),
			messages(v, n, directory), peaks(own))
	}
}

// measure runs a variant once.
func measure(v variant, n int, directory string) run {
	command := prepared(v, n, directory)
	start := time.Now()
	check(command.Start())
	done, result := make(chan struct{}), make(chan map[string]int)
	go func() { result <- watch(command.Process.Pid, v.processes, done) }()
	check(command.Wait())
	r := run{wall: time.Since(start), cpu: command.ProcessState.UserTime() + command.ProcessState.SystemTime()}
	close(done)
	r.peaks = <-result
	return r
}

func prepared(v variant, n int, directory string) *exec.Cmd {
	command := exec.Command(v.command[0], append(v.command[1:], strconv.Itoa(n))...)
	command.Env = append(os.Environ(), "CDK_OUTDIR="+filepath.Join(directory, "cdk.out"), "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=20",
		// What the CLI passes.
		`CDK_CONTEXT_JSON={"aws:cdk:enable-path-metadata":true,"aws:cdk:enable-asset-metadata":true,"aws:cdk:version-reporting":true}`)
	if !*validation {
		command.Env = append(command.Env, "CDK_VALIDATION=false")
	}
	return command
}

// messages counts what a Go variant says to jsii.
func messages(v variant, n int, directory string) string {
	if v.name == "js" {
		return "0"
	}
	requests := filepath.Join(directory, "requests")
	command := prepared(v, n, directory)
	command.Env = append(command.Env, fmt.Sprintf("JSII_RUNTIME=tee '%s' | node '%s'", requests, filepath.Join(resources(), "bin", "jsii-runtime.js")))
	check(command.Run())
	text, err := os.ReadFile(requests)
	check(err)
	return strconv.Itoa(bytes.Count(text, []byte("\n")))
}

// watch polls the peak memory of a process and its descendants, which are named by
// how deep they are, until done.
func watch(root int, names []string, done chan struct{}) map[string]int {
	peaks := map[string]int{}
	for {
		depth := map[int]int{root: 0}
		for _, pid := range descendants(root, depth) {
			status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
			if err != nil {
				continue // It has ended.
			}
			_, rest, found := strings.Cut(string(status), "VmHWM:")
			if fields := strings.Fields(rest); found && len(fields) > 0 {
				kib, _ := strconv.Atoi(fields[0])
				name := names[min(depth[pid], len(names)-1)]
				peaks[name] = max(peaks[name], kib/1024)
			}
		}
		select {
		case <-done:
			return peaks
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// descendants lists a process and those below it, and notes how deep each is.
func descendants(pid int, depth map[int]int) []int {
	all := []int{pid}
	children, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	tasks, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	for _, task := range tasks {
		more, _ := os.ReadFile(task)
		children = append(children, more...)
	}
	for _, field := range strings.Fields(string(children)) {
		child, err := strconv.Atoi(field)
		if err != nil || slices.Contains(all, child) {
			continue
		}
		depth[child] = depth[pid] + 1
		all = append(all, descendants(child, depth)...)
	}
	return all
}

func peaks(runs []run) string {
	var text []string
	for _, name := range []string{"program", "relay", "kernel"} {
		if median(runs, func(r run) float64 { return float64(r.peaks[name]) }) > 0 {
			text = append(text, fmt.Sprintf("%s %.0f", name, median(runs, func(r run) float64 { return float64(r.peaks[name]) })))
		}
	}
	return strings.Join(text, ", ")
}

func median(runs []run, of func(run) float64) float64 {
	var values []float64
	for _, r := range runs {
		values = append(values, of(r))
	}
	return middle(values)
}

func middle(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
