// Command privatelink judges the cloud assembly of a CDK app, written in any language:
//
//	go run github.com/cdk-privatelink/cdk-privatelink-go/cmd/privatelink@latest check [-json] [DIR]
//
// DIR is what the app was synthesized to; cdk.out unless it is given. Findings are
// printed one a line, errors first. The exit status is 0 if there is no error among them,
// 1 if there is, and 2 if the assembly can't be read.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/cdk-privatelink/cdk-privatelink-go/check"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

const usage = `usage: privatelink check [-json] [DIR]

Judges the cloud assembly in DIR (cdk.out) of a CDK app: what AWS would refuse of its
PrivateLink services and endpoints, or take and then drop every packet of.

  -json  prints the findings as JSON

Exit status: 0 without errors, 1 with errors, 2 if the assembly can't be read.
`

// run runs the command and returns its exit status.
func run(arguments []string, out, errors io.Writer) int {
	if len(arguments) == 0 || arguments[0] != "check" {
		fmt.Fprint(errors, usage)
		return 2
	}
	flags := flag.NewFlagSet("check", flag.ContinueOnError)
	flags.SetOutput(errors)
	flags.Usage = func() { fmt.Fprint(errors, usage) }
	asJSON := flags.Bool("json", false, "")
	if flags.Parse(arguments[1:]) != nil || flags.NArg() > 1 {
		return 2
	}
	directory := "cdk.out"
	if flags.NArg() == 1 {
		directory = flags.Arg(0)
	}
	report, err := check.Directory(directory)
	if err != nil {
		fmt.Fprintln(errors, "privatelink:", err)
		return 2
	}
	if *asJSON {
		encoder := json.NewEncoder(out)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		if err := encoder.Encode(report); err != nil {
			fmt.Fprintln(errors, "privatelink:", err)
			return 2
		}
	} else {
		for _, f := range report.Findings {
			fmt.Fprintln(out, f)
		}
		if report.Pending {
			fmt.Fprintln(errors, "privatelink: nothing was judged: the app's context is incomplete; run cdk synth, which looks it up")
		}
	}
	if len(report.Errors()) > 0 {
		return 1
	}
	return 0
}
