package lambda

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
)

// operating is what functions change, and CloudFormation doesn't know of.
type operating struct {
	// asked counts what is asked for until it is done: see [Lambda.Lag].
	asked map[string]int
	// verifying are the services that AWS was asked to verify.
	verifying map[*resources.Resource]bool
	// named are the endpoints whose private DNS was turned on.
	named map[*resources.Resource]bool
	// zones are those of services, until they are modified.
	zones map[*resources.Resource][]string
	// targets are those of target groups, tags the tags that they were given.
	targets map[*resources.Resource][]target
	tags    map[*resources.Resource]map[string]string
}

type target struct{ id, port, state string }

func newOperating() operating {
	return operating{
		map[string]int{}, map[*resources.Resource]bool{}, map[*resources.Resource]bool{}, map[*resources.Resource][]string{},
		map[*resources.Resource][]target{}, map[*resources.Resource]map[string]string{},
	}
}

// has reports whether what was asked for is done by now.
func (l *Lambda) has(what string) bool {
	l.operating.asked[what]++
	return l.operating.asked[what] > l.Lag
}

const (
	endpoint        = "AWS::EC2::VPCEndpoint"
	endpointService = "AWS::EC2::VPCEndpointService"
	targetGroup     = "AWS::ElasticLoadBalancingV2::TargetGroup"
	loadBalancer    = "AWS::ElasticLoadBalancingV2::LoadBalancer"
)

// find is a resource of who asks; nil if there is none.
func (l *Lambda) find(r request, of, id string) *resources.Resource {
	if found := l.cloud.World.Model().Find(id, of, r.Place); found != nil {
		return l.cloud.World.Of(found)
	}
	return nil
}

func (l *Lambda) service(r request, id string) (*resources.Resource, error) {
	if found := l.find(r, endpointService, id); found != nil {
		return found, nil
	}
	return nil, fails("InvalidVpcEndpointServiceId.NotFound", "The VpcEndpointService Id '%s' does not exist", id)
}

// isOfSeveralRegions reports whether a service, or that of an endpoint, is offered to other
// Regions: to manage it takes a permission besides.
//
// Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsprivatelink.html
func (l *Lambda) isOfSeveralRegions(arn string, r request) bool {
	id := arn[strings.LastIndex(arn, "/")+1:]
	service := l.find(r, endpointService, id)
	if e := l.find(r, endpoint, id); e != nil {
		service = l.cloud.World.Provider(e)
	}
	return service != nil && len(service.OtherRegions()) > 0
}

func serviceArn(_ *Lambda, r request) string {
	return r.arn("ec2", "vpc-endpoint-service/"+r.Get("ServiceId"))
}

func groupArn(_ *Lambda, r request) string { return r.Get("TargetGroupArn") }

func init() {
	operations["ec2"] = map[string]operation{
		"DescribeVpcEndpointServiceConfigurations":      {[]string{"ServiceId"}, nil, nil, (*Lambda).describeServices},
		"DescribeVpcEndpointConnections":                {[]string{"Filter", "NextToken"}, nil, nil, (*Lambda).describeConnections},
		"DescribeVpcEndpoints":                          {[]string{"VpcEndpointId"}, nil, nil, (*Lambda).describeEndpoints},
		"StartVpcEndpointServicePrivateDnsVerification": {[]string{"ServiceId"}, serviceArn, nil, (*Lambda).startVerification},
		"AcceptVpcEndpointConnections":                  {[]string{"ServiceId", "VpcEndpointId"}, serviceArn, nil, (*Lambda).accept},
		"RejectVpcEndpointConnections":                  {[]string{"ServiceId", "VpcEndpointId"}, serviceArn, nil, (*Lambda).reject},
		"ModifyVpcEndpointServiceConfiguration":         {[]string{"ServiceId"}, serviceArn, nil, (*Lambda).modifyService},
		"ModifyVpcEndpoint": {[]string{"VpcEndpointId", "PrivateDnsEnabled"}, func(_ *Lambda, r request) string {
			return r.arn("ec2", "vpc-endpoint/"+r.Get("VpcEndpointId"))
		}, nil, (*Lambda).modifyEndpoint},
	}
	operations["elasticloadbalancing"] = map[string]operation{
		"DescribeLoadBalancers": {[]string{"LoadBalancerArns"}, nil, nil, (*Lambda).describeBalancers},
		"DescribeTargetHealth":  {[]string{"TargetGroupArn"}, nil, nil, (*Lambda).describeHealth},
		"DescribeTags":          {[]string{"ResourceArns"}, nil, nil, (*Lambda).describeTags},
		"RegisterTargets":       {[]string{"TargetGroupArn", "Targets"}, groupArn, nil, (*Lambda).register},
		"DeregisterTargets":     {[]string{"TargetGroupArn", "Targets"}, groupArn, nil, (*Lambda).deregister},
		"AddTags": {[]string{"ResourceArns", "Tags"}, func(_ *Lambda, r request) string { return r.list("ResourceArns")[0] }, func(r request) map[string][]string {
			return map[string][]string{"aws:TagKeys": {r.Get("Tags.member.1.Key")}}
		}, (*Lambda).addTags},
	}
	operations["cloudformation"] = map[string]operation{
		"DescribeStacks": {[]string{"StackName"}, func(_ *Lambda, r request) string { return r.Get("StackName") }, nil, (*Lambda).describeStacks},
	}
	operations["events"] = map[string]operation{
		"PutEvents": {nil, func(_ *Lambda, r request) string { return fmt.Sprint(r.event()["EventBusName"]) }, func(r request) map[string][]string {
			return map[string][]string{"events:source": {fmt.Sprint(r.event()["Source"])}, "events:detail-type": {fmt.Sprint(r.event()["DetailType"])}}
		}, (*Lambda).putEvents},
	}
}

func (l *Lambda) describeServices(r request) (markup, error) {
	service, err := l.service(r, r.list("ServiceId")[0])
	if err != nil {
		return "", err
	}
	if l.operating.verifying[service] && l.has("verification of "+service.ID) {
		l.operating.verifying[service] = false
		if l.isPublished(service) {
			l.cloud.World.Verify(service)
		}
	}
	if l.operating.zones[service] == nil {
		l.operating.zones[service] = l.zonesOf(service)
	}
	var name markup
	if service.Has("PrivateDnsName") {
		name = el("privateDnsNameConfiguration", el("state", service.State), el("name", l.attribute(service, "PrivateDnsNameConfiguration.Name")),
			el("value", l.attribute(service, "PrivateDnsNameConfiguration.Value")), el("type", "TXT"))
	}
	return el("serviceConfigurationSet", el("item",
		el("serviceId", service.ID), name,
		el("availabilityZoneSet", each("item", l.operating.zones[service], text)),
		el("networkLoadBalancerArnSet", each("item", service.Texts("NetworkLoadBalancerArns"), text)),
	)), nil
}

func (l *Lambda) attribute(r *resources.Resource, name string) string {
	value, _ := l.cloud.World.Attribute(r, name)
	return fmt.Sprint(value)
}

// isPublished reports whether a public zone has the TXT record of a service.
func (l *Lambda) isPublished(service *resources.Resource) bool {
	name, value := l.attribute(service, "PrivateDnsNameConfiguration.Name"), l.attribute(service, "PrivateDnsNameConfiguration.Value")
	return slices.ContainsFunc(l.cloud.World.All("AWS::Route53::RecordSet"), func(record *resources.Resource) bool {
		return record.Text("Type") == "TXT" && strings.HasPrefix(record.Text("Name"), name+".") && slices.Contains(record.Texts("ResourceRecords"), `"`+value+`"`)
	})
}

// zonesOf are the zones of a service's load balancers.
func (l *Lambda) zonesOf(service *resources.Resource) []string {
	zones := []string{}
	for _, balancer := range service.Balancers() {
		for _, subnet := range balancer.Subnets() {
			zones = append(zones, subnet.Text("AvailabilityZone"))
		}
	}
	slices.Sort(zones)
	return slices.Compact(zones)
}

func (l *Lambda) startVerification(r request) (markup, error) {
	service, err := l.service(r, r.Get("ServiceId"))
	if err != nil {
		return "", err
	}
	l.operating.verifying[service] = true
	return el("return", true), nil
}

func (l *Lambda) modifyService(r request) (markup, error) {
	service, err := l.service(r, r.Get("ServiceId"))
	if err != nil {
		return "", err
	}
	if l.has("zones of " + service.ID) {
		l.operating.zones[service] = l.zonesOf(service)
	}
	return el("return", true), nil
}

func (l *Lambda) describeConnections(r request) (markup, error) {
	if r.Get("Filter.1.Name") != "service-id" || r.Has("Filter.2.Name") {
		return "", l.doesntKnow("a filter of DescribeVpcEndpointConnections")
	}
	var found []*resources.Resource
	if service := l.find(r, endpointService, r.Get("Filter.1.Value.1")); service != nil {
		found = l.cloud.World.Connections(service)
	}
	page := 0
	fmt.Sscan(r.Get("NextToken"), &page)
	from, to := min(page*l.PageSize, len(found)), min((page+1)*l.PageSize, len(found))
	var next markup
	if to < len(found) {
		next = el("nextToken", page+1)
	}
	return el("vpcEndpointConnectionSet", each("item", found[from:to], func(e *resources.Resource) markup {
		return el("serviceId", r.Get("Filter.1.Value.1")) + el("vpcEndpointId", e.ID) + el("vpcEndpointOwner", e.Account) + el("vpcEndpointState", e.State)
	})) + next, nil
}

// decide gives the endpoints that are named another state, if they are in one of some.
func (l *Lambda) decide(r request, state string, from ...string) (markup, error) {
	service, err := l.service(r, r.Get("ServiceId"))
	if err != nil {
		return "", err
	}
	var failed markup
	for _, id := range r.list("VpcEndpointId") {
		all := l.cloud.World.Connections(service)
		i := slices.IndexFunc(all, func(e *resources.Resource) bool { return e.ID == id && slices.Contains(from, e.State) })
		if i < 0 {
			failed += el("item", el("resourceId", id), el("error", el("code", "InvalidState"), el("message", "The connection can't be "+state)))
			continue
		}
		all[i].State = state
	}
	return el("unsuccessful", failed), nil
}

func (l *Lambda) accept(r request) (markup, error) {
	return l.decide(r, resources.Available, resources.PendingAcceptance)
}

func (l *Lambda) reject(r request) (markup, error) {
	if !l.has("rejection") {
		return el("unsuccessful"), nil
	}
	return l.decide(r, resources.Rejected, resources.Available, resources.PendingAcceptance)
}

func (l *Lambda) describeEndpoints(r request) (markup, error) {
	id := r.list("VpcEndpointId")[0]
	e := l.find(r, endpoint, id)
	if e == nil {
		return "", fails("InvalidVpcEndpointId.NotFound", "The Vpc Endpoint Id '%s' does not exist", id)
	}
	state := e.State
	if state == resources.Available && !l.has("connection of "+id) {
		state = "pending"
	}
	return el("vpcEndpointSet", el("item", el("vpcEndpointId", id), el("state", state), el("privateDnsEnabled", l.operating.named[e] || e.Bool("PrivateDnsEnabled")))), nil
}

func (l *Lambda) modifyEndpoint(r request) (markup, error) {
	e := l.find(r, endpoint, r.Get("VpcEndpointId"))
	switch provider := l.cloud.World.Provider(e); {
	case e == nil:
		return "", fails("InvalidVpcEndpointId.NotFound", "The Vpc Endpoint Id '%s' does not exist", r.Get("VpcEndpointId"))
	case e.State != resources.Available:
		return "", fails("InvalidParameter", "Private DNS can't be enabled before the endpoint is accepted")
	case provider.State != resources.Verified:
		return "", fails("InvalidParameter", "Private DNS can't be enabled because the service %s has not verified the private DNS name.", provider.ID)
	}
	l.operating.named[e] = r.Get("PrivateDnsEnabled") == "true"
	return el("return", true), nil
}

// HasPrivateDns reports whether a function has turned the private DNS of an endpoint on.
func (l *Lambda) HasPrivateDns(e *resources.Resource) bool { return l.operating.named[e] }

func (l *Lambda) describeBalancers(r request) (markup, error) {
	var found []*resources.Resource
	for _, arn := range r.list("LoadBalancerArns") {
		balancer := l.find(r, loadBalancer, arn)
		if balancer == nil {
			return "", fails("LoadBalancerNotFound", "Load balancers '[%s]' not found", arn)
		}
		found = append(found, balancer)
	}
	return el("LoadBalancers", each("member", found, func(balancer *resources.Resource) markup {
		zones := el("AvailabilityZones", each("member", l.subnetZones(balancer), func(zone string) markup { return el("ZoneName", zone) }))
		return el("LoadBalancerArn", balancer.ID) + zones
	})), nil
}

func (l *Lambda) subnetZones(balancer *resources.Resource) []string {
	var zones []string
	for _, subnet := range balancer.Subnets() {
		zones = append(zones, subnet.Text("AvailabilityZone"))
	}
	return zones
}

// group is a target group, with the targets of its template to begin with.
func (l *Lambda) group(r request, arn string) (*resources.Resource, error) {
	group := l.find(r, targetGroup, arn)
	if group == nil {
		return nil, fails("TargetGroupNotFound", "Target groups '%s' not found", arn)
	}
	if l.operating.targets[group] == nil {
		l.operating.targets[group] = []target{}
		for _, one := range group.Objects("Targets") {
			l.operating.targets[group] = append(l.operating.targets[group], target{one.Text("Id"), one.Or("Port", group.Text("Port")), "healthy"})
		}
	}
	return group, nil
}

func (l *Lambda) describeHealth(r request) (markup, error) {
	group, err := l.group(r, r.Get("TargetGroupArn"))
	if err != nil {
		return "", err
	}
	return el("TargetHealthDescriptions", each("member", l.operating.targets[group], func(t target) markup {
		return el("Target", el("Id", t.id), el("Port", t.port)) + el("TargetHealth", el("State", t.state))
	})), nil
}

// targetsOf are those that a call names.
func (r request) targetsOf() []target {
	var all []target
	for i := 1; r.Has(fmt.Sprintf("Targets.member.%d.Id", i)); i++ {
		all = append(all, target{r.Get(fmt.Sprintf("Targets.member.%d.Id", i)), r.Get(fmt.Sprintf("Targets.member.%d.Port", i)), "initial"})
	}
	return all
}

func (l *Lambda) register(r request) (markup, error) {
	group, err := l.group(r, r.Get("TargetGroupArn"))
	if err != nil {
		return "", err
	}
	for _, t := range r.targetsOf() {
		l.operating.targets[group] = append(l.without(group, t), t)
	}
	return "", nil
}

func (l *Lambda) deregister(r request) (markup, error) {
	group, err := l.group(r, r.Get("TargetGroupArn"))
	if err != nil {
		return "", err
	}
	for _, t := range r.targetsOf() {
		t.state = "draining"
		l.operating.targets[group] = append(l.without(group, t), t)
	}
	return "", nil
}

func (l *Lambda) without(group *resources.Resource, t target) []target {
	return slices.DeleteFunc(l.operating.targets[group], func(other target) bool { return other.id == t.id && other.port == t.port })
}

// Register puts targets there as someone else does.
func (l *Lambda) Register(group *resources.Resource, port string, addresses ...string) {
	l.group(request{Place: group.Place}, group.ID)
	for _, address := range addresses {
		l.operating.targets[group] = append(l.operating.targets[group], target{address, port, "healthy"})
	}
}

// Registered are the addresses of a target group, sorted, but for those that leave.
func (l *Lambda) Registered(group *resources.Resource) []string {
	var all []string
	for _, t := range l.operating.targets[group] {
		if t.state != "draining" {
			all = append(all, t.id+":"+t.port)
		}
	}
	slices.Sort(all)
	return all
}

func (l *Lambda) describeTags(r request) (markup, error) {
	group, err := l.group(r, r.list("ResourceArns")[0])
	if err != nil {
		return "", err
	}
	var tags markup
	for key, value := range l.operating.tags[group] {
		tags += el("member", el("Key", key), el("Value", value))
	}
	return el("TagDescriptions", el("member", el("ResourceArn", group.ID), el("Tags", tags))), nil
}

// addTags refuses values that are too long.
//
// Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Tag.html
func (l *Lambda) addTags(r request) (markup, error) {
	group, err := l.group(r, r.list("ResourceArns")[0])
	if err != nil {
		return "", err
	}
	key, value := r.Get("Tags.member.1.Key"), r.Get("Tags.member.1.Value")
	if len(key) > 128 || len(value) > 256 || r.Has("Tags.member.2.Key") {
		return "", fails("ValidationError", "1 validation error detected: the tag's key or value is too long")
	}
	if l.operating.tags[group] == nil {
		l.operating.tags[group] = map[string]string{}
	}
	l.operating.tags[group][key] = value
	return "", nil
}

func (l *Lambda) describeStacks(r request) (markup, error) {
	stack := l.cloud.Stack(r.Place, r.Get("StackName"))
	if stack == nil {
		return "", fails("ValidationError", "Stack with id %s does not exist", r.Get("StackName"))
	}
	return el("Stacks", el("member", el("StackId", stack.ID), el("StackName", stack.Name), el("StackStatus", stack.Status), el("CreationTime", "2026-01-01T00:00:00Z"))), nil
}

// event is the first of the entries that are put on an event bus.
func (r request) event() map[string]any {
	var asked struct{ Entries []map[string]any }
	json.Unmarshal(r.body, &asked)
	if len(asked.Entries) != 1 {
		return nil
	}
	return asked.Entries[0]
}

func (l *Lambda) putEvents(r request) (markup, error) {
	var detail any
	event := r.event()
	if text, _ := event["Detail"].(string); json.Unmarshal([]byte(text), &detail) != nil {
		return `{"FailedEntryCount": 1, "Entries": [{"ErrorCode": "MalformedDetail", "ErrorMessage": "Detail is malformed."}]}`, nil
	}
	l.Events = append(l.Events, event)
	return `{"FailedEntryCount": 0, "Entries": [{"EventId": "1"}]}`, nil
}
