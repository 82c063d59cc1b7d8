package privatelink_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"

	"github.com/cdk-privatelink/cdk-privatelink-go/constructs/privatelink"
	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// newWatched makes both sides with alarms, and a dashboard of them.
func newWatched(stack awscdk.Stack) *privatelink.Dashboard {
	service, endpoint := newPair(stack, stack)
	service.AddAlarms(privatelink.ProviderAlarms{RstPacketsSent: 100})
	endpoint.AddAlarms(privatelink.ConsumerAlarms{PacketsDropped: 10})
	return privatelink.NewDashboard(stack, "Page", &privatelink.DashboardProps{
		Services: []*privatelink.ProviderService{service}, Endpoints: []*privatelink.ConsumerEndpoint{endpoint},
	})
}

func TestPairOnDashboard(t *testing.T) {
	snapshot.BothWorlds(t, func(t *testing.T, app awscdk.App) {
		newWatched(newStack(app, "Both", consumerAccount, region))
		snapshot.Match(t, app)
	})
}

// widget is a part of a page.
type widget struct {
	Type          string
	X, Y          int
	Width, Height int
	Properties    struct {
		Title    string
		Markdown string
		Alarms   []string
		Metrics  [][]any
	}
}

// widgetsOf is a dashboard's body, with the logical IDs of what it refers to.
func widgetsOf(t *testing.T, template snapshot.Template) []widget {
	t.Helper()
	_, dashboard := template.Only(t, "AWS::CloudWatch::Dashboard")
	var text strings.Builder
	for _, part := range dashboard.Properties["DashboardBody"].(map[string]any)["Fn::Join"].([]any)[1].([]any) {
		switch part := part.(type) {
		case string:
			text.WriteString(part)
		case map[string]any:
			for _, of := range part {
				text.WriteString(strings.ReplaceAll(strings.ReplaceAll(fmt.Sprint(of), "[", ""), "]", ""))
			}
		}
	}
	var body struct{ Widgets []widget }
	if err := json.Unmarshal([]byte(text.String()), &body); err != nil {
		t.Fatalf("%v in %s", err, text.String())
	}
	return body.Widgets
}

// TestDashboardLayout: nothing overlaps, leaves the page or a gap in a row, and the three
// questions are asked in their order, of each side.
func TestDashboardLayout(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Both", providerAccount, region)
	newWatched(stack)
	widgets := widgetsOf(t, snapshot.FromStack(t, stack))
	taken := map[[2]int]string{}
	bottom := 0
	var questions []string
	for _, w := range widgets {
		name := w.Properties.Title + w.Properties.Markdown
		for x := w.X; x < w.X+w.Width; x++ {
			for y := w.Y; y < w.Y+w.Height; y++ {
				if other := taken[[2]int{x, y}]; other != "" || x >= 24 {
					t.Fatalf("%q is over %q, or leaves the page", name, other)
				}
				taken[[2]int{x, y}] = name
			}
		}
		bottom = max(bottom, w.Y+w.Height)
		switch w.Type {
		case "text":
			questions = append(questions, "title")
		case "alarm":
			questions = append(questions, "alarms")
		default:
			question, _, _ := strings.Cut(w.Properties.Title, " ")
			questions = append(questions, question)
		}
	}
	if len(taken) != 24*bottom {
		t.Errorf("%d of %d places are taken", len(taken), 24*bottom)
	}
	side := []string{"title", "alarms", "Reachable?", "Who?", "Breaks?"}
	if got := slices.Compact(questions); !slices.Equal(got, append(side, side...)) {
		t.Errorf("asked: %q", got)
	}
}

// TestDashboardFinds: consumers and zones are found, whoever they are, by AWS's dimensions;
// and what is found by others is what AWS publishes.
func TestDashboardFinds(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Both", providerAccount, region)
	newWatched(stack)
	var found []string
	for _, w := range widgetsOf(t, snapshot.FromStack(t, stack)) {
		for _, metric := range w.Properties.Metrics {
			if search, ok := metric[0].(map[string]any); ok {
				found = append(found, fmt.Sprint(search["expression"]))
				continue
			}
			if key := fmt.Sprint(metric[0], " ", metric[1]); awsPages[key].dimensions == nil {
				t.Errorf("AWS has no %s", key)
			}
		}
	}
	const service = "OrdersEndpointService3BB7AAF7"
	for _, want := range []string{
		`SEARCH('{AWS/PrivateLinkServices,"VPC Endpoint Id","Service Id"} MetricName="NewConnections" "Service Id"="` + service + `"', 'Sum', 60)`,
		`SEARCH('{AWS/PrivateLinkServices,"VPC Endpoint Id","Service Id"} MetricName="ActiveConnections" "Service Id"="` + service + `"', 'Maximum', 60)`,
		`SEARCH('{AWS/PrivateLinkServices,"VPC Endpoint Id","Service Id"} MetricName="BytesProcessed" "Service Id"="` + service + `"', 'Sum', 60)`,
		`SEARCH('{AWS/PrivateLinkServices,"Az","Load Balancer Arn","Service Id"} MetricName="RstPacketsSent" "Service Id"="` + service + `"', 'Sum', 60)`,
		`SEARCH('{AWS/PrivateLinkServices,"VPC Endpoint Id","Service Id"} MetricName="RstPacketsSent" "Service Id"="` + service + `"', 'Sum', 60)`,
	} {
		if !slices.Contains(found, want) {
			t.Errorf("nothing finds %s", want)
		}
	}
	if len(found) != 5 {
		t.Errorf("found: %q", found)
	}
}

// TestDashboardWithoutMetrics: an endpoint of which AWS publishes no metrics is named, and
// that there are none is said.
func TestDashboardWithoutMetrics(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Consumer", consumerAccount, "eu-central-1")
	endpoint := privatelink.NewConsumerEndpoint(stack, "Orders", &privatelink.ConsumerEndpointProps{Vpc: newVpc(stack, "eu-central-1a"), Service: vendorContract()})
	privatelink.NewDashboard(stack, "Page", &privatelink.DashboardProps{Endpoints: []*privatelink.ConsumerEndpoint{endpoint}, Name: "orders"})
	widgets := widgetsOf(t, snapshot.FromStack(t, stack))
	if len(widgets) != 1 || !strings.Contains(widgets[0].Properties.Markdown, "AWS publishes no metrics") {
		t.Errorf("got %+v", widgets)
	}
}

// TestDashboardOfExisting: what isn't known of existing load balancers isn't drawn.
func TestDashboardOfExisting(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Provider", providerAccount, region)
	service := privatelink.NewProviderService(stack, "Orders", &privatelink.ProviderServiceProps{ExistingLoadBalancers: []privatelink.ExistingLoadBalancer{{Arn: balancerArn}}})
	privatelink.NewDashboard(stack, "Page", &privatelink.DashboardProps{Services: []*privatelink.ProviderService{service}})
	for _, w := range widgetsOf(t, snapshot.FromStack(t, stack)) {
		if strings.Contains(w.Properties.Title, "targets") && !strings.Contains(w.Properties.Title, "Resets") || w.Type == "alarm" {
			t.Errorf("there is %q", w.Properties.Title)
		}
	}
}

func TestDashboardErrors(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Page", providerAccount, region)
	for name, c := range map[string]struct {
		props *privatelink.DashboardProps
		want  []string
	}{
		"nil":   {nil, []string{"dashboard-parts at Services"}},
		"empty": {&privatelink.DashboardProps{}, []string{"dashboard-parts at Services"}},
		"holes": {&privatelink.DashboardProps{Services: []*privatelink.ProviderService{nil}, Endpoints: []*privatelink.ConsumerEndpoint{{}}, Name: "a b"},
			[]string{"dashboard-parts at Services[0]", "dashboard-parts at Endpoints[0]", "dashboard-name at Name"}},
	} {
		t.Run(name, func(t *testing.T) {
			checkFindings(t, recovered(t, func() { privatelink.NewDashboard(stack, "Page", c.props) }), `Dashboard "Page/Page"`, c.want)
			if c.props.Validate() == nil {
				t.Error("accepted by Validate")
			}
		})
	}
	if err := (&privatelink.DashboardProps{Services: []*privatelink.ProviderService{privatelink.NewProviderService(stack, "Orders", minimalProvider(newVpc(stack, "us-east-1a")))}, Name: "${Token[TOKEN.1]}"}).Validate(); err != nil {
		t.Errorf("an unknown name: %v", err)
	}
}

// TestDashboardUrl: the page is found where its Region's console is.
func TestDashboardUrl(t *testing.T) {
	app := snapshot.NewApp(t, nil)
	for where, want := range map[string]string{
		"us-east-1":     "https://console.aws.amazon.com/cloudwatch/home?region=us-east-1#dashboards/dashboard/",
		"us-gov-west-1": "https://console.amazonaws-us-gov.com/cloudwatch/home?region=us-gov-west-1#dashboards/dashboard/",
	} {
		stack := newStack(app, "In-"+where, providerAccount, where)
		vpc := awsec2.IVpc(newVpc(stack, where+"a"))
		page := privatelink.NewDashboard(stack, "Page", &privatelink.DashboardProps{
			Services: []*privatelink.ProviderService{privatelink.NewProviderService(stack, "Orders", minimalProvider(vpc))},
		})
		if got, want := resolve(stack, page.Url()), map[string]any{"Fn::Join": []any{"", []any{want, ref("PageDashboard6183AB41")}}}; !equalJSON(got, want) {
			t.Errorf("got %v", got)
		}
	}
}

// TestDashboardOfManyAlarms: a widget shows a hundred alarms, so that more have several.
func TestDashboardOfManyAlarms(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Provider", providerAccount, region)
	props := minimalProvider(newVpc(stack, "us-east-1a", "us-east-1b"))
	for port := 1; port < 50; port++ {
		props.Listeners = append(props.Listeners, privatelink.Listener{Port: port, Targets: props.Listeners[0].Targets})
	}
	service := privatelink.NewProviderService(stack, "Orders", props)
	service.AddAlarms(privatelink.ProviderAlarms{RstPacketsSent: 100})
	privatelink.NewDashboard(stack, "Page", &privatelink.DashboardProps{Services: []*privatelink.ProviderService{service}})
	shown, all := 0, len(service.Alarms)
	for _, w := range widgetsOf(t, snapshot.FromStack(t, stack)) {
		if shown += len(w.Properties.Alarms); len(w.Properties.Alarms) > 100 {
			t.Errorf("%d alarms in a widget", len(w.Properties.Alarms))
		}
	}
	if shown != all || all <= 100 {
		t.Errorf("%d of %d alarms are shown", shown, all)
	}
}
