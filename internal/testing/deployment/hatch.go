package deployment

import (
	"fmt"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
)

// override changes a property of a resource of an app, by the path of its construct,
// as AddPropertyOverride does: no check of ours sees it.
func override(app awscdk.App, path, property string, value any) {
	resourceAt(app, path).AddPropertyOverride(&property, value)
}

// resourceAt is the resource at a path, or that of the L2 construct there.
func resourceAt(app awscdk.App, path string) awscdk.CfnResource {
	resource, ok := find(app, path)
	if !ok {
		panic(fmt.Sprintf("there is no resource at %s", path))
	}
	return resource
}

func find(app awscdk.App, path string) (resource awscdk.CfnResource, ok bool) {
	var found constructs.IConstruct = app
	for id := range strings.SplitSeq(path, "/") {
		if found = found.Node().TryFindChild(&id); found == nil {
			return nil, false
		}
	}
	if resource, ok = found.(awscdk.CfnResource); !ok {
		resource, ok = found.Node().DefaultChild().(awscdk.CfnResource)
	}
	return resource, ok
}
