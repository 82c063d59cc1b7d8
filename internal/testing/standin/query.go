package standin

import (
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// queryOperation is an operation of AWS's query protocol: a form in, XML out.
type queryOperation struct {
	// parameters are those that it knows; of lists and objects, their first part.
	parameters []string
	do         func(*Server, request, form) (any, error)
}

// queryOperations are those of each service that speaks the query protocol.
var queryOperations = map[string]map[string]queryOperation{
	"sts": tokenOperations, "cloudformation": cloudFormationOperations,
}

// defaults are parameters that the CLI gives, and that the stand-in knows with these
// values alone.
var defaults = map[string]string{
	"DeploymentConfig.Mode": "STANDARD", "DisableRollback": "false", "ImportExistingResources": "false",
}

// form is what an operation is asked with.
type form struct{ url.Values }

// members reads a list of objects, such as Parameters.member.1.ParameterKey.
func (f form) members(list string) []map[string]string {
	var members []map[string]string
	for i := 1; ; i++ {
		prefix := list + ".member." + strconv.Itoa(i)
		member := map[string]string{}
		for name := range f.Values {
			if name == prefix {
				member[""] = f.Get(name)
			} else if field, ok := strings.CutPrefix(name, prefix+"."); ok {
				member[field] = f.Get(name)
			}
		}
		if len(member) == 0 {
			return members
		}
		members = append(members, member)
	}
}

// pairs reads a list of keys and values.
func (f form) pairs(list, key, value string) map[string]string {
	pairs := map[string]string{}
	for _, member := range f.members(list) {
		pairs[member[key]] = member[value]
	}
	return pairs
}

func (s *Server) query(w http.ResponseWriter, r request, service string) {
	values, err := url.ParseQuery(string(r.body))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	name := values.Get("Action")
	operation, known := queryOperations[service][name]
	if !known {
		s.answerUnknown(w, service+":"+name)
		return
	}
	for parameter := range values {
		first, _, _ := strings.Cut(parameter, ".")
		usual, hasDefault := defaults[parameter]
		known := slices.Contains(operation.parameters, first) || hasDefault && values.Get(parameter) == usual
		if !known && first != "Action" && first != "Version" {
			s.answerUnknown(w, fmt.Sprintf("parameter %s of %s:%s", parameter, service, name))
			return
		}
	}
	s.called(service, name)
	result, err := operation.do(s, r, form{values})
	if err != nil {
		answerFailure(w, err)
		return
	}
	answer := struct {
		XMLName xml.Name
		Result  any
		ID      string `xml:"ResponseMetadata>RequestId"`
	}{XMLName: xml.Name{Local: name + "Response"}, Result: named{name + "Result", result}, ID: requestID}
	w.Header().Set("Content-Type", "text/xml")
	xml.NewEncoder(w).Encode(answer)
}

const requestID = "00000000-0000-0000-0000-000000000000"

// named is an element with another name than its type's.
type named struct {
	name  string
	value any
}

func (n named) MarshalXML(e *xml.Encoder, start xml.StartElement) error {
	start.Name.Local = n.name
	if n.value == nil {
		return e.EncodeElement(struct{}{}, start)
	}
	return e.EncodeElement(n.value, start)
}

func answerFailure(w http.ResponseWriter, err error) {
	f := failure{http.StatusBadRequest, "ValidationError", err.Error()}
	errors.As(err, &f)
	w.Header().Set("Content-Type", "text/xml")
	w.WriteHeader(f.status)
	xml.NewEncoder(w).Encode(struct {
		XMLName xml.Name `xml:"ErrorResponse"`
		Type    string   `xml:"Error>Type"`
		Code    string   `xml:"Error>Code"`
		Message string   `xml:"Error>Message"`
		ID      string   `xml:"RequestId"`
	}{Type: "Sender", Code: f.code, Message: f.message, ID: requestID})
}
