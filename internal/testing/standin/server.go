package standin

import (
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/cloudformation"
	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
)

// Server answers the CDK CLI.
type Server struct {
	// URL is what AWS_ENDPOINT_URL is set to.
	URL string
	// CloudFormation is where stacks are deployed. Use it while no CLI runs.
	CloudFormation *cloudformation.CloudFormation

	http    *http.Server
	mutex   sync.Mutex
	places  []resources.Place
	objects map[string][]byte
	calls   map[string]bool
	unknown []string
}

// Start serves on a free port of 127.0.0.1. The environments are those that cdk
// bootstrap would have been run for.
func Start(cloudFormation *cloudformation.CloudFormation, environments ...resources.Place) (*Server, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &Server{
		URL: "http://" + listener.Addr().String(), CloudFormation: cloudFormation,
		places: environments, objects: map[string][]byte{}, calls: map[string]bool{},
	}
	cloudFormation.Staged = s.staged
	s.http = &http.Server{Handler: s}
	go s.http.Serve(listener)
	return s, nil
}

// Close stops the server.
func (s *Server) Close() error { return s.http.Close() }

// Environment are the variables that send a CLI here, as a user of an account and
// with a Region.
func (s *Server) Environment(place resources.Place) []string {
	return []string{
		"AWS_ENDPOINT_URL=" + s.URL, "AWS_ACCESS_KEY_ID=" + accessKey(place.Account), "AWS_SECRET_ACCESS_KEY=none",
		"AWS_REGION=" + place.Region, "AWS_DEFAULT_REGION=" + place.Region, "AWS_EC2_METADATA_DISABLED=true",
		"AWS_CONFIG_FILE=/nonexistent", "AWS_SHARED_CREDENTIALS_FILE=/nonexistent",
	}
}

// Operations lists the operations that were asked for, sorted.
func (s *Server) Operations() []string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return slices.Sorted(maps.Keys(s.calls))
}

// Unknown lists what was asked for and isn't known: operations, and parameters of
// operations. A test with any has proven nothing.
func (s *Server) Unknown() []string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return slices.Clone(s.unknown)
}

// request is one call of an operation.
type request struct {
	*http.Request
	resources.Place
	body []byte
}

// scope is within the header that AWS's clients sign with: access key, day, Region
// and service. The signature itself isn't looked at.
var scope = regexp.MustCompile(`Credential=[A-Z]*(\d{12})/\d+/([a-z0-9-]+)/([a-z0-9]+)/aws4_request`)

func accessKey(account string) string { return "AKIA" + account }

// ServeHTTP finds the operation that a request is about.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	body, err := io.ReadAll(r.Body)
	signed := scope.FindStringSubmatch(r.Header.Get("Authorization"))
	if err != nil || signed == nil {
		http.Error(w, "unsigned", http.StatusForbidden)
		return
	}
	call := request{Request: r, Place: resources.Place{Account: signed[1], Region: signed[2]}, body: body}
	switch service := signed[3]; service {
	case "s3":
		s.s3(w, call)
	case "ssm":
		s.ssm(w, call)
	case "sts", "cloudformation":
		s.query(w, call, service)
	default:
		s.answerUnknown(w, "service "+service)
	}
}

// called records an operation.
func (s *Server) called(service, operation string) { s.calls[service+":"+operation] = true }

// answerUnknown answers what the stand-in doesn't know, and records it.
func (s *Server) answerUnknown(w http.ResponseWriter, what string) {
	s.unknown = append(s.unknown, what)
	http.Error(w, "the stand-in doesn't know "+what, http.StatusNotImplemented)
}

// bootstrapped says whether cdk bootstrap has been run for an environment.
func (s *Server) bootstrapped(place resources.Place) bool { return slices.Contains(s.places, place) }

// failure is an error as AWS answers it.
type failure struct {
	status  int
	code    string
	message string
}

func (f failure) Error() string { return f.code + ": " + f.message }

func invalid(format string, args ...any) error {
	return failure{http.StatusBadRequest, "ValidationError", fmt.Sprintf(format, args...)}
}

func denied(format string, args ...any) error {
	return failure{http.StatusForbidden, "AccessDenied", fmt.Sprintf(format, args...)}
}

// stagingBucket is that of a bootstrapped environment.
func stagingBucket(place resources.Place) string {
	return strings.Join([]string{"cdk-hnb659fds-assets", place.Account, place.Region}, "-")
}
