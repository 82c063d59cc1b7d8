package standin

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/cloudformation"
)

// cloudFormationOperations are those that cdk deploy, diff, import and destroy ask for.
var cloudFormationOperations = map[string]queryOperation{
	"DescribeStacks":      {[]string{"StackName", "NextToken"}, (*Server).describeStacks},
	"GetTemplate":         {[]string{"StackName", "TemplateStage"}, (*Server).getTemplate},
	"GetTemplateSummary":  {[]string{"TemplateURL", "TemplateBody"}, (*Server).getTemplateSummary},
	"CreateChangeSet":     {changeSetParameters, (*Server).createChangeSet},
	"DescribeChangeSet":   {[]string{"ChangeSetName", "StackName", "IncludePropertyValues", "NextToken"}, (*Server).describeChangeSet},
	"ExecuteChangeSet":    {[]string{"ChangeSetName", "StackName", "ClientRequestToken"}, (*Server).executeChangeSet},
	"DeleteChangeSet":     {[]string{"ChangeSetName", "StackName"}, (*Server).deleteChangeSet},
	"DescribeStackEvents": {[]string{"StackName", "NextToken"}, (*Server).describeStackEvents},
	// Of stacks that are made with it, or without it again.
	"UpdateTerminationProtection": {[]string{"StackName", "EnableTerminationProtection"}, (*Server).updateTerminationProtection},
	// After a failure the CLI looks for what may have caused it.
	"DescribeStackResources": {[]string{"StackName"}, (*Server).describeStackResources},
	// Before a diff the CLI looks for nested stacks.
	"ListStackResources": {[]string{"StackName", "NextToken"}, (*Server).listStackResources},
	"DeleteStack":        {[]string{"StackName", "RoleARN", "ClientRequestToken"}, (*Server).deleteStack},
}

var changeSetParameters = []string{
	"StackName", "ChangeSetName", "ChangeSetType", "Description", "ClientToken", "TemplateURL", "TemplateBody", "Parameters",
	"Tags", "Capabilities", "RoleARN",
	"ResourcesToImport", "DeploymentMode",
	"IncludeNestedStacks", // Whose changes are told once they are made.
}

func (s *Server) stack(r request, name string) (*cloudformation.Stack, error) {
	stack := s.CloudFormation.Stack(r.Place, name)
	if stack == nil {
		return nil, invalid("Stack with id %s does not exist", name)
	}
	return stack, nil
}

type pair struct {
	Key   string `xml:",omitempty"`
	Value string
}

type parameter struct{ ParameterKey, ParameterValue string }

type output struct{ OutputKey, OutputValue, Description, ExportName string }

type describedStack struct {
	StackId, StackName, StackStatus, StackStatusReason, CreationTime string
	EnableTerminationProtection                                      bool
	Capabilities                                                     []string    `xml:"Capabilities>member"`
	Parameters                                                       []parameter `xml:"Parameters>member"`
	Outputs                                                          []output    `xml:"Outputs>member"`
	Tags                                                             []pair      `xml:"Tags>member"`
}

func (s *Server) describeStacks(r request, f form) (any, error) {
	stack, err := s.stack(r, f.Get("StackName"))
	if err != nil {
		return nil, err
	}
	described := describedStack{
		StackId: stack.ID, StackName: stack.Name, StackStatus: stack.Status, StackStatusReason: stack.Reason,
		CreationTime: stack.Created.Format(time.RFC3339), EnableTerminationProtection: stack.TerminationProtection,
		Capabilities: []string{"CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"},
		Parameters:   parameters(stack.Parameters), Tags: tags(stack.Tags),
	}
	for _, o := range stack.Outputs {
		described.Outputs = append(described.Outputs, output{o.Key, o.Value, o.Description, o.Export})
	}
	return struct {
		Stacks []describedStack `xml:"Stacks>member"`
	}{[]describedStack{described}}, nil
}

func parameters(values map[string]string) []parameter {
	var list []parameter
	for name, value := range values {
		list = append(list, parameter{name, value})
	}
	slices.SortFunc(list, func(a, b parameter) int { return strings.Compare(a.ParameterKey, b.ParameterKey) })
	return list
}

func tags(values map[string]string) []pair {
	var list []pair
	for key, value := range values {
		list = append(list, pair{key, value})
	}
	slices.SortFunc(list, func(a, b pair) int { return strings.Compare(a.Key, b.Key) })
	return list
}

func (s *Server) getTemplate(r request, f form) (any, error) {
	stack, err := s.stack(r, f.Get("StackName"))
	if err != nil {
		return nil, err
	}
	body := stack.Body
	if body == "" {
		body = "{}" // A stack in review has none yet.
	}
	return struct{ TemplateBody string }{body}, nil
}

func (s *Server) createChangeSet(r request, f form) (any, error) {
	if role := f.Get("RoleARN"); role != fmt.Sprintf("arn:aws:iam::%s:role/cdk-hnb659fds-cfn-exec-role-%s-%s", r.Account, r.Account, r.Region) || !s.bootstrapped(r.Place) {
		return nil, invalid("Role %s is invalid or cannot be assumed", role)
	}
	body, err := s.templateBody(r, f)
	if err != nil {
		return nil, err
	}
	existing := s.CloudFormation.Stack(r.Place, f.Get("StackName"))
	inReview := existing != nil && existing.Status == "REVIEW_IN_PROGRESS"
	kind := f.Get("ChangeSetType")
	if kind != "IMPORT" && (kind == "CREATE") == (existing != nil && !inReview) {
		return nil, invalid("ChangeSetType %s doesn't fit stack %s", kind, f.Get("StackName"))
	}
	input := cloudformation.ChangeSetInput{
		StackName: f.Get("StackName"), Name: f.Get("ChangeSetName"), Description: f.Get("Description"), Body: body, Role: f.Get("RoleARN"),
		Parameters: map[string]string{}, Tags: f.pairs("Tags", "Key", "Value"),
	}
	for _, given := range f.members("Parameters") {
		if given["UsePreviousValue"] == "true" {
			input.Unchanged = append(input.Unchanged, given["ParameterKey"])
		} else {
			input.Parameters[given["ParameterKey"]] = given["ParameterValue"]
		}
	}
	for _, capability := range f.members("Capabilities") {
		input.Capabilities = append(input.Capabilities, capability[""])
	}
	switch mode := f.Get("DeploymentMode"); mode {
	case "":
	case "REVERT_DRIFT":
		input.RevertDrift = true
	default:
		return nil, invalid("the stand-in doesn't know DeploymentMode %s", mode)
	}
	if kind == "IMPORT" {
		input.Import = resourcesToImport(f)
	}
	set, err := s.CloudFormation.CreateChangeSet(r.Place, input)
	if err != nil {
		return nil, invalid("%v", err)
	}
	return struct{ Id, StackId string }{set.ID, set.Stack.ID}, nil
}

// resourcesToImport are never nil: a change set of the type that names none is refused.
func resourcesToImport(f form) []cloudformation.Import {
	all := []cloudformation.Import{}
	for _, member := range f.members("ResourcesToImport") {
		one := cloudformation.Import{Type: member["ResourceType"], LogicalID: member["LogicalResourceId"], Identifier: map[string]string{}}
		for i := 1; ; i++ {
			entry := fmt.Sprintf("ResourceIdentifier.entry.%d.", i)
			name, ok := member[entry+"key"]
			if !ok {
				break
			}
			one.Identifier[name] = member[entry+"value"]
		}
		all = append(all, one)
	}
	return all
}

// identifierSummary tells of a resource type what its resources are imported by.
type identifierSummary struct {
	ResourceType        string
	LogicalResourceIds  []string `xml:"LogicalResourceIds>member"`
	ResourceIdentifiers []string `xml:"ResourceIdentifiers>member"`
}

// getTemplateSummary is what the CLI asks for where it has no file that maps resources.
//
// Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplateSummary.html
func (s *Server) getTemplateSummary(r request, f form) (any, error) {
	body, err := s.templateBody(r, f)
	if err != nil {
		return nil, err
	}
	byType, err := cloudformation.LogicalIDs(body)
	if err != nil {
		return nil, invalid("%v", err)
	}
	var summaries []identifierSummary
	for _, resourceType := range slices.Sorted(maps.Keys(byType)) {
		if by := s.CloudFormation.World.Identifier(resourceType); len(by) > 0 {
			summaries = append(summaries, identifierSummary{resourceType, byType[resourceType], []string{strings.Join(by, ",")}})
		}
	}
	return struct {
		ResourceIdentifierSummaries []identifierSummary `xml:"ResourceIdentifierSummaries>member"`
	}{summaries}, nil
}

// templateBody is the template itself, or what was put into the staging bucket.
func (s *Server) templateBody(r request, f form) (string, error) {
	if body := f.Get("TemplateBody"); body != "" {
		return inJSON(body)
	}
	body, ok := s.staged(f.Get("TemplateURL"))
	if !ok {
		return "", invalid("S3 error: The specified key does not exist: %s", f.Get("TemplateURL"))
	}
	return inJSON(body)
}

// staged is what was put into the staging bucket, by its address.
func (s *Server) staged(address string) (body string, ok bool) {
	location, err := url.Parse(address)
	if err != nil {
		return "", false
	}
	content, ok := s.objects[strings.TrimPrefix(location.Path, "/")]
	return string(content), ok
}

// inJSON is a template as the rest of the stand-in reads it.
func inJSON(body string) (string, error) {
	if strings.HasPrefix(body, "{") {
		return body, nil
	}
	value, err := fromYAML(body)
	if err != nil {
		return "", invalid("Template format error: %v", err)
	}
	encoded, err := json.Marshal(value)
	return string(encoded), err
}

func (s *Server) changeSet(r request, f form) (*cloudformation.ChangeSet, error) {
	name := f.Get("ChangeSetName")
	stack, err := s.stack(r, f.Get("StackName"))
	if err != nil {
		return nil, err
	}
	if set := stack.ChangeSet(name); set != nil {
		return set, nil
	}
	return nil, failure{http.StatusNotFound, "ChangeSetNotFound", fmt.Sprintf("ChangeSet [%s] does not exist", name)}
}

type changeTarget struct{ Attribute, Name, RequiresRecreation string }

type changeDetail struct {
	Target                   changeTarget
	Evaluation, ChangeSource string
}

type resourceChange struct {
	Action, LogicalResourceId, PhysicalResourceId, ResourceType, Replacement string
	Scope                                                                    []string       `xml:"Scope>member"`
	Details                                                                  []changeDetail `xml:"Details>member"`
}

type change struct {
	Type           string
	ResourceChange resourceChange
}

func (s *Server) describeChangeSet(r request, f form) (any, error) {
	set, err := s.changeSet(r, f)
	if err != nil {
		return nil, err
	}
	execution := "AVAILABLE"
	if set.Executed {
		execution = "EXECUTE_COMPLETE"
	} else if set.Status == "FAILED" {
		execution = "UNAVAILABLE"
	}
	described := struct {
		ChangeSetName, ChangeSetId, StackId, StackName, Description, Status, StatusReason, ExecutionStatus, CreationTime string
		Parameters                                                                                                       []parameter `xml:"Parameters>member"`
		Tags                                                                                                             []pair      `xml:"Tags>member"`
		Changes                                                                                                          []change    `xml:"Changes>member"`
	}{
		ChangeSetName: set.Name, ChangeSetId: set.ID, StackId: set.Stack.ID, StackName: set.Stack.Name, Description: set.Description,
		Status: set.Status, StatusReason: set.Reason, ExecutionStatus: execution, CreationTime: set.Created.Format(time.RFC3339),
		Parameters: parameters(set.Parameters), Tags: tags(set.Tags),
	}
	for _, c := range set.Changes {
		described.Changes = append(described.Changes, s.described(c))
	}
	return described, nil
}

func (s *Server) described(c cloudformation.Change) change {
	one := resourceChange{Action: c.Action, LogicalResourceId: c.LogicalID, PhysicalResourceId: c.PhysicalID, ResourceType: c.Type}
	if c.Action == "Modify" {
		one.Replacement, one.Scope = "False", []string{"Properties"}
		if c.Replaces {
			one.Replacement = "True"
		}
		for _, path := range c.Properties {
			recreation := "Never"
			if s.CloudFormation.World.Replaces(c.Type, path) {
				recreation = "Always"
			}
			name, _, _ := strings.Cut(path, ".")
			one.Details = append(one.Details, changeDetail{changeTarget{"Properties", name, recreation}, "Static", "DirectModification"})
		}
	}
	return change{"Resource", one}
}

func (s *Server) executeChangeSet(r request, f form) (any, error) {
	set, err := s.changeSet(r, f)
	if err != nil {
		return nil, err
	}
	if err := s.CloudFormation.Execute(set); err != nil {
		return nil, failure{http.StatusBadRequest, "InvalidChangeSetStatus", err.Error()}
	}
	return nil, nil
}

func (s *Server) deleteChangeSet(r request, f form) (any, error) {
	set, err := s.changeSet(r, f)
	if err != nil {
		return nil, nil // As AWS has it.
	}
	s.CloudFormation.DeleteChangeSet(set)
	return nil, nil
}

type stackEvent struct {
	EventId, StackId, StackName, LogicalResourceId, PhysicalResourceId, ResourceType, ResourceStatus, ResourceStatusReason, Timestamp string
}

func (s *Server) describeStackEvents(r request, f form) (any, error) {
	stack, err := s.stack(r, f.Get("StackName"))
	if err != nil {
		return nil, err
	}
	var events []stackEvent
	for _, e := range slices.Backward(stack.Events) {
		events = append(events, stackEvent{
			e.ID, stack.ID, stack.Name, e.LogicalID, e.PhysicalID, e.Type, e.Status, e.Reason, e.Time.Format("2006-01-02T15:04:05.000Z"),
		})
	}
	return struct {
		StackEvents []stackEvent `xml:"StackEvents>member"`
	}{events}, nil
}

type stackResource struct {
	StackId, StackName, LogicalResourceId, PhysicalResourceId, ResourceType, ResourceStatus, Timestamp string
}

func (s *Server) describeStackResources(r request, f form) (any, error) {
	stack, err := s.stack(r, f.Get("StackName"))
	if err != nil {
		return nil, err
	}
	var held []stackResource
	for id, resource := range stack.Resources() {
		held = append(held, stackResource{stack.ID, stack.Name, id, resource.ID, resource.Type, "CREATE_COMPLETE", stack.Created.Format(time.RFC3339)})
	}
	return struct {
		StackResources []stackResource `xml:"StackResources>member"`
	}{held}, nil
}

type stackResourceSummary struct {
	LogicalResourceId, PhysicalResourceId, ResourceType, ResourceStatus, LastUpdatedTimestamp string
}

func (s *Server) listStackResources(r request, f form) (any, error) {
	stack, err := s.stack(r, f.Get("StackName"))
	if err != nil {
		return nil, err
	}
	var held []stackResourceSummary
	for id, resource := range stack.Resources() {
		held = append(held, stackResourceSummary{id, resource.ID, resource.Type, "CREATE_COMPLETE", stack.Created.Format(time.RFC3339)})
	}
	return struct {
		StackResourceSummaries []stackResourceSummary `xml:"StackResourceSummaries>member"`
	}{held}, nil
}

func (s *Server) updateTerminationProtection(r request, f form) (any, error) {
	stack, err := s.stack(r, f.Get("StackName"))
	if err != nil {
		return nil, err
	}
	stack.TerminationProtection = f.Get("EnableTerminationProtection") == "true"
	return struct{ StackId string }{stack.ID}, nil
}

func (s *Server) deleteStack(r request, f form) (any, error) {
	stack, err := s.stack(r, f.Get("StackName"))
	if err != nil {
		return nil, nil // As AWS has it.
	}
	if stack.TerminationProtection {
		return nil, invalid("Stack [%s] cannot be deleted while TerminationProtection is enabled", stack.Name)
	}
	s.CloudFormation.Delete(stack)
	return nil, nil
}
