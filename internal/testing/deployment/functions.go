package deployment

import (
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/cloudformation"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/lambda"
)

// Functions has the functions of stacks run, with Python and boto3; without these, the test
// is skipped, and says so. It fails if they ask for anything that the stand-in doesn't know.
func Functions(t *testing.T, cloud *cloudformation.CloudFormation) *lambda.Lambda {
	t.Helper()
	if err := lambda.Available(); err != nil {
		t.Skip(err)
	}
	functions, err := lambda.Start(cloud)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if unknown := functions.Close(); len(unknown) > 0 {
			t.Errorf("functions asked for what the stand-in doesn't know: %v", unknown)
		}
	})
	return functions
}
