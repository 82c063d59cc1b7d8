package privatelink_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/cdk-privatelink/cdk-privatelink-go/snapshot"
)

// docs reads one of the pages in docs.
func docs(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// sectionsOf are the anchors of a page, as GitHub makes them.
func sectionsOf(t *testing.T, name string) []string {
	t.Helper()
	var anchors []string
	for _, heading := range regexp.MustCompile(`(?m)^#+ (.*)$`).FindAllStringSubmatch(docs(t, name), -1) {
		anchor := regexp.MustCompile(`[^a-z0-9 -]`).ReplaceAllString(strings.ToLower(heading[1]), "")
		anchors = append(anchors, strings.ReplaceAll(anchor, " ", "-"))
	}
	return anchors
}

// pagesOf are AWS's pages by namespace.
var pagesOf = map[string]string{
	"AWS/PrivateLinkServices":  "https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-cloudwatch-metrics.html#endpoint-service-metrics-dimensions",
	"AWS/PrivateLinkEndpoints": "https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-cloudwatch-metrics.html#endpoint-metrics-dimensions",
	"AWS/NetworkELB":           "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-cloudwatch-metrics.html#load-balancer-metrics-nlb",
}

// TestMetricsPage: the tables of docs/metrics.md are those of the code.
func TestMetricsPage(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Stack", providerAccount, region)
	service, endpoint := newPair(stack, stack)
	table := "| Of | Dimensions | Metrics, by AWS's names, with their statistic |\n| --- | --- | --- |\n"
	metrics, rows := map[string][]string{}, []string{}
	for _, one := range everyMetric(service, endpoint) {
		of := strings.TrimSuffix(one.call[:strings.LastIndex(one.call, ".")], ".")
		row := fmt.Sprintf("| `%s` | [%s](%s): %s |", of, *one.metric.Namespace(), pagesOf[*one.metric.Namespace()], strings.Join(slices.Sorted(maps.Keys(*one.metric.Dimensions())), ", "))
		if metrics[row] == nil {
			rows = append(rows, row)
		}
		metric := fmt.Sprintf("`%s` %s", *one.metric.MetricName(), *one.metric.Statistic())
		if seconds := *one.metric.Period().ToSeconds(nil); seconds != 60 {
			metric += fmt.Sprintf(" of %v s", seconds)
		}
		metrics[row] = append(metrics[row], metric)
	}
	for _, row := range rows {
		table += row + " " + strings.Join(metrics[row], ", ") + " |\n"
	}
	checkTable(t, "metrics.md", "metrics", table)
}

// asksFor are the dimensions of the metrics that a query asks for.
var asksFor = regexp.MustCompile(`SCHEMA\("([^"]+)", ([^)]+)\)`)

// TestAlarmsPage: the table of alarms is that of the templates.
func TestAlarmsPage(t *testing.T) {
	stack := newStack(snapshot.NewApp(t, nil), "Stack", providerAccount, region)
	rows := map[string]string{}
	for _, alarm := range everyAlarm(t, stack) {
		p := alarm.Properties
		metric, statistic := p["MetricName"], p["Statistic"]
		var names []string
		namespace := p["Namespace"]
		if p["Metrics"] != nil {
			metric, statistic = "RstPacketsSent", "Sum"
			sql := p["Metrics"].([]any)[0].(map[string]any)["Expression"].(map[string]any)["Fn::Join"].([]any)[1].([]any)[0].(string)
			schema := asksFor.FindStringSubmatch(sql)
			namespace, names = schema[1], strings.Split(strings.ReplaceAll(schema[2], `"`, ""), ", ")
		} else {
			for _, dimension := range p["Dimensions"].([]any) {
				names = append(names, dimension.(map[string]any)["Name"].(string))
			}
		}
		if !slices.Contains(awsPages[fmt.Sprint(namespace, " ", metric)].dimensions, strings.Join(slices.Sorted(slices.Values(names)), ", ")) {
			t.Errorf("AWS doesn't publish %s of %s with %q", metric, namespace, names)
		}
		section := p["AlarmDescription"].(string)
		section = section[strings.LastIndex(section, "#"):]
		sign := map[string]string{"GreaterThanThreshold": ">", "LessThanThreshold": "<"}[p["ComparisonOperator"].(string)]
		row := fmt.Sprintf("| [`%s`](%s) | %s | %s | %s %v | %v | %s | [%s](operating.md%s) |\n", metric, pagesOf[fmt.Sprint(namespace)], strings.Join(names, ", "), statistic, sign, p["Threshold"],
			p["EvaluationPeriods"], p["TreatMissingData"], strings.ReplaceAll(section[1:], "-", " "), section)
		rows[fmt.Sprint(namespace, metric, row)] = row
	}
	table := "| Metric | Dimensions | Statistic | Goes off | Minutes | Missing data | What to do |\n| --- | --- | --- | --- | --- | --- | --- |\n"
	for _, key := range slices.Sorted(maps.Keys(rows)) {
		table += rows[key]
	}
	checkTable(t, "metrics.md", "alarms", table)
}

// checkTable compares a table between two marks of a page, and rewrites it with -update.
func checkTable(t *testing.T, name, mark, want string) {
	t.Helper()
	text := docs(t, name)
	before, rest, found := strings.Cut(text, "<!-- "+mark+" -->\n")
	got, after, ends := strings.Cut(rest, "<!-- end -->\n")
	switch {
	case !found || !ends:
		t.Errorf("docs/%s has no table of %s", name, mark)
	case got != want && flag.Lookup("update").Value.String() == "true":
		updated := before + "<!-- " + mark + " -->\n" + want + "<!-- end -->\n" + after
		if err := os.WriteFile(filepath.Join("..", "..", "docs", name), []byte(updated), 0o644); err != nil {
			t.Fatal(err)
		}
	case got != want:
		t.Errorf("docs/%s is not what the code does: go test ./constructs/privatelink -run Page -update; it would be\n%s", name, want)
	}
}
