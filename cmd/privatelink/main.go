// Command privatelink judges the cloud assembly of a CDK app, written in any language:
//
//	go run github.com/cdk-privatelink/cdk-privatelink-go/cmd/privatelink@latest check [-json] [DIR]
//
// DIR is what the app was synthesized to; cdk.out unless it is given. Findings are
// printed one a line, errors first.
//
//	go run github.com/cdk-privatelink/cdk-privatelink-go/cmd/privatelink@latest path [-from CLIENT] [-to SERVICE] [-port N] [DIR…]
//
// follows packets from clients to the targets of services, and prints each hop: open,
// blocked, or unknown. Several directories are read together, such as a provider's and a
// consumer's.
//
// The exit status is 0 if nothing is wrong, 1 if there is an error or a blocked hop, and 2 if
// the assembly can't be read, or nothing is there by a name.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/check"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

const usage = `usage: privatelink check [-json] [DIR]
       privatelink path [-from CLIENT] [-via ENDPOINT] [-to SERVICE] [-port N] [-protocol tcp|udp]
                        [-contract FILE] [-account ID] [-region NAME] [-json|-svg|-mermaid] [DIR...]

check judges the cloud assembly in DIR (cdk.out) of a CDK app: what AWS would refuse of
its PrivateLink services and endpoints, or take and then drop every packet of.

path follows packets from clients to the targets of services, hop by hop. Several
directories are read together.

  -from CLIENT      construct path or logical ID of an instance, function, ECS service,
                    Auto Scaling group or security group, or a range such as 10.50.0.0/16
  -via ENDPOINT     construct path or logical ID of an endpoint
  -to SERVICE       construct path or logical ID of a service, or of an endpoint to it
  -port N           that the client calls; all of the service's without it
  -protocol P       tcp or udp
  -contract FILE    the JSON contract of a service that no directory has
  -account ID       that stacks without an account are deployed to
  -region NAME      that stacks without a Region are deployed to
  -json             prints findings or ways as JSON
  -svg, -mermaid    print a picture

Exit status: 0 without errors, 1 with errors or blocked hops, 2 if the assembly can't be
read, or has nothing by a name.
`

// run runs the command and returns its exit status.
func run(arguments []string, out, errors io.Writer) int {
	if len(arguments) > 0 {
		switch arguments[0] {
		case "check":
			return runCheck(arguments[1:], out, errors)
		case "path":
			return runPath(arguments[1:], out, errors)
		}
	}
	fmt.Fprint(errors, usage)
	return 2
}

// flagsOf are the flags of a command, which tells its usage where they are wrong.
func flagsOf(command string, errors io.Writer) *flag.FlagSet {
	flags := flag.NewFlagSet(command, flag.ContinueOnError)
	flags.SetOutput(errors)
	flags.Usage = func() { fmt.Fprint(errors, usage) }
	return flags
}

func failed(errors io.Writer, err error) int {
	fmt.Fprintln(errors, "privatelink:", err)
	return 2
}

func printJSON(out io.Writer, value any) error {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

func runCheck(arguments []string, out, errors io.Writer) int {
	flags := flagsOf("check", errors)
	asJSON := flags.Bool("json", false, "")
	if flags.Parse(arguments) != nil || flags.NArg() > 1 {
		return 2
	}
	directory := "cdk.out"
	if flags.NArg() == 1 {
		directory = flags.Arg(0)
	}
	report, err := check.Directory(directory)
	if err != nil {
		return failed(errors, err)
	}
	if *asJSON {
		if err := printJSON(out, report); err != nil {
			return failed(errors, err)
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

func runPath(arguments []string, out, errors io.Writer) int {
	flags := flagsOf("path", errors)
	var q check.Question
	flags.StringVar(&q.From, "from", "", "")
	flags.StringVar(&q.Via, "via", "", "")
	flags.StringVar(&q.To, "to", "", "")
	flags.IntVar(&q.Port, "port", 0, "")
	flags.StringVar(&q.Protocol, "protocol", "", "")
	flags.StringVar(&q.Account, "account", "", "")
	flags.StringVar(&q.Region, "region", "", "")
	contract := flags.String("contract", "", "")
	forms := map[string]*bool{}
	for _, form := range []string{"json", "svg", "mermaid"} {
		forms[form] = flags.Bool(form, false, "")
	}
	directories, ok := parsed(flags, arguments)
	if !ok {
		return 2
	}
	if *contract != "" {
		var err error
		if q.Contract, err = os.ReadFile(*contract); err != nil {
			return failed(errors, err)
		}
	}
	ways, err := check.Path(q, directories...)
	if err != nil {
		return failed(errors, err)
	}
	switch {
	case *forms["json"]:
		err = printJSON(out, ways)
	case *forms["svg"]:
		_, err = io.WriteString(out, ways.SVG())
	case *forms["mermaid"]:
		_, err = io.WriteString(out, ways.Mermaid())
	default:
		_, err = io.WriteString(out, ways.String())
	}
	if err != nil {
		return failed(errors, err)
	}
	if ways.State() == check.Blocked {
		return 1
	}
	return 0
}

// parsed takes flags before, between and after the directories, as people type them.
func parsed(flags *flag.FlagSet, arguments []string) (directories []string, ok bool) {
	for {
		if flags.Parse(arguments) != nil {
			return nil, false
		}
		arguments = flags.Args()
		if len(arguments) == 0 {
			break
		}
		directories = append(directories, strings.TrimSuffix(arguments[0], "/"))
		arguments = arguments[1:]
	}
	if len(directories) == 0 {
		directories = []string{"cdk.out"}
	}
	return directories, true
}
