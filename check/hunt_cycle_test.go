package check

import (
	"os"
	"os/exec"
	"testing"
)

// Two stacks that import from each other end the process: the stack overflows, and neither
// Validate's recover nor a caller's can catch that.
func TestHuntImportsOfEachOther(t *testing.T) {
	if directory := os.Getenv("HUNT_CYCLE"); directory != "" {
		_, _ = Directory(directory)
		return
	}
	directory := t.TempDir()
	put(t, directory, "manifest.json", `{"version": "36.0.0", "artifacts": {
		"A": {"type": "aws:cloudformation:stack", "environment": "aws://111122223333/us-east-1", "properties": {"templateFile": "a.json"}},
		"B": {"type": "aws:cloudformation:stack", "environment": "aws://111122223333/us-east-1", "properties": {"templateFile": "b.json"}}}}`)
	put(t, directory, "a.json", `{"Resources": {"E": {"Type": "AWS::EC2::VPCEndpoint", "Properties": {"VpcId": {"Fn::ImportValue": "x"}, "ServiceName": "com.amazonaws.us-east-1.s3"}}}, "Outputs": {"X": {"Value": {"Fn::ImportValue": "y"}, "Export": {"Name": "x"}}}}`)
	put(t, directory, "b.json", `{"Resources": {}, "Outputs": {"Y": {"Value": {"Fn::ImportValue": "x"}, "Export": {"Name": "y"}}}}`)
	command := exec.Command(os.Args[0], "-test.run=^TestHuntImportsOfEachOther$")
	command.Env = append(os.Environ(), "HUNT_CYCLE="+directory)
	if output, err := command.CombinedOutput(); err != nil {
		t.Errorf("%v: %.120s", err, output)
	}
}
