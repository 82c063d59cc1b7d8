package lambda

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/cdk-privatelink/cdk-privatelink-go/internal/testing/standin/resources"
)

// operation is one that functions call.
type operation struct {
	// parameters are those that it knows; of lists and objects, their first part.
	parameters []string
	// resource is the ARN of what it is about; nil for those that IAM allows for all
	// resources or none.
	resource func(l *Lambda, r request) string
	// values are those of the condition keys of its own.
	values func(r request) map[string][]string
	// do returns what is within the answer.
	do func(l *Lambda, r request) (markup, error)
}

// operations are those of each service.
var operations = map[string]map[string]operation{}

// prefixes are how IAM calls services.
var prefixes = map[string]string{"ec2": "ec2", "elasticloadbalancing": "elasticloadbalancing", "cloudformation": "cloudformation", "events": "events"}

// request is a call of an operation.
type request struct {
	url.Values
	resources.Place
	body []byte
}

// list are the values of a list of the query protocol: Name.1, or Name.member.1.
func (r request) list(name string) []string {
	var all []string
	for i := 1; ; i++ {
		for _, form := range []string{name + ".", name + ".member."} {
			if r.Has(form + strconv.Itoa(i)) {
				all = append(all, r.Get(form+strconv.Itoa(i)))
			}
		}
		if len(all) < i {
			return all
		}
	}
}

// arn is that of something of a service, in the account and Region of who asks.
func (r request) arn(service, path string) string {
	return fmt.Sprintf("arn:aws:%s:%s:%s:%s", service, r.Region, r.Account, path)
}

// failure is an error as AWS answers it.
type failure struct {
	code, message string
}

func (f failure) Error() string { return f.code + ": " + f.message }

func fails(code, message string, words ...any) error {
	return failure{code, fmt.Sprintf(message, words...)}
}

var scope = regexp.MustCompile(`Credential=ASIA(\d{12})/\d+/([a-z0-9-]+)/([a-z0-9]+)/aws4_request`)

// ServeHTTP answers functions.
func (l *Lambda) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if id, ok := strings.CutPrefix(r.URL.Path, "/answer/"); ok && r.Method == http.MethodPut {
		if err == nil {
			err = l.takeAnswer(id, body)
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
		}
		return
	}
	signed := scope.FindStringSubmatch(r.Header.Get("Authorization"))
	values, parsed := url.ParseQuery(string(body))
	if err != nil || signed == nil {
		http.Error(w, "unsigned", http.StatusForbidden)
		return
	}
	service := signed[3]
	call := request{values, resources.Place{Account: signed[1], Region: signed[2]}, body}
	name := call.Get("Action")
	if target := r.Header.Get("X-Amz-Target"); target != "" {
		name, call.Values = target[strings.LastIndex(target, ".")+1:], nil
	} else if parsed != nil {
		http.Error(w, parsed.Error(), http.StatusBadRequest)
		return
	}
	answer, err := l.call(service, name, call)
	if err != nil {
		answerFailure(w, service, err)
		return
	}
	switch service {
	case "events":
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		io.WriteString(w, string(answer))
	case "ec2":
		io.WriteString(w, string(el(name+"Response", el("requestId", requestID), answer)))
	default:
		io.WriteString(w, string(el(name+"Response", el(name+"Result", answer), el("ResponseMetadata", el("RequestId", requestID)))))
	}
}

const requestID = "00000000-0000-0000-0000-000000000000"

// call does what is asked for, if the role of the function allows it.
func (l *Lambda) call(service, name string, r request) (markup, error) {
	o, known := operations[service][name]
	if !known {
		return "", l.doesntKnow(service + ":" + name)
	}
	for parameter := range r.Values {
		first, _, _ := strings.Cut(parameter, ".")
		if !slices.Contains(o.parameters, first) && first != "Action" && first != "Version" {
			return "", l.doesntKnow(fmt.Sprintf("parameter %s of %s:%s", parameter, service, name))
		}
	}
	action, resource := prefixes[service]+":"+name, "*"
	if o.resource != nil {
		resource = o.resource(l, r)
	}
	conditions := map[string][]string{"aws:RequestedRegion": {r.Region}}
	if o.values != nil {
		for key, value := range o.values(r) {
			conditions[key] = value
		}
	}
	actions := []string{action}
	if l.isOfSeveralRegions(resource, r) {
		actions = append(actions, "vpce:AllowMultiRegion")
	}
	for _, action := range actions {
		made := Call{l.function.Name, action, resource, allows(l.role, action, resource, conditions)}
		l.Calls = append(l.Calls, made)
		if made.Allowed {
			continue
		}
		return "", fails("UnauthorizedOperation", "You are not authorized to perform this operation: %s on resource: %s", action, resource)
	}
	for _, fault := range l.Faults {
		if fault.Operation == name && fault.Times > 0 {
			fault.Times--
			if fault.Unsuccessful != "" {
				return el("unsuccessful", el("item", el("resourceId", fault.Unsuccessful), el("error", el("code", fault.Code), el("message", "made up")))), nil
			}
			if fault.Code == "UnauthorizedOperation" {
				return "", fails(fault.Code, "You are not authorized to perform this operation.")
			}
			return "", fails(fault.Code, "made up")
		}
	}
	return o.do(l, r)
}

func (l *Lambda) doesntKnow(what string) error {
	l.unknown = append(l.unknown, what)
	return fails("InvalidAction", "the stand-in doesn't know %s", what)
}

func answerFailure(w http.ResponseWriter, service string, err error) {
	f, ok := err.(failure)
	if !ok {
		f = failure{"InternalError", err.Error()}
	}
	w.WriteHeader(http.StatusBadRequest)
	told := el("Error", el("Type", "Sender"), el("Code", f.code), el("Message", f.message))
	switch service {
	case "events":
		json.NewEncoder(w).Encode(map[string]string{"__type": f.code, "message": f.message})
	case "ec2":
		io.WriteString(w, string(el("Response", el("Errors", told), el("RequestID", requestID))))
	default:
		io.WriteString(w, string(el("ErrorResponse", told, el("RequestId", requestID))))
	}
}

// markup is XML, or JSON, that is written as it is.
type markup string

// el is an element with others, or with text, in it.
func el(name string, content ...any) markup {
	var s strings.Builder
	s.WriteString("<" + name + ">")
	for _, one := range content {
		if inner, ok := one.(markup); ok {
			s.WriteString(string(inner))
		} else {
			xml.EscapeText(&s, []byte(fmt.Sprint(one)))
		}
	}
	s.WriteString("</" + name + ">")
	return markup(s.String())
}

// each is an element for each of several.
func each[T any](name string, all []T, content func(T) markup) markup {
	var s markup
	for _, one := range all {
		s += el(name, content(one))
	}
	return s
}

func text(value string) markup {
	var s strings.Builder
	xml.EscapeText(&s, []byte(value))
	return markup(s.String())
}
