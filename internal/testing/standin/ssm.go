package standin

import (
	"encoding/json"
	"net/http"
)

// ssm answers Systems Manager, of which the CLI asks for the version of the
// bootstrapped environment.
func (s *Server) ssm(w http.ResponseWriter, r request) {
	target := r.Header.Get("X-Amz-Target")
	if target != "AmazonSSM.GetParameter" {
		s.answerUnknown(w, target)
		return
	}
	s.called("ssm", "GetParameter")
	var asked struct{ Name string }
	json.Unmarshal(r.body, &asked)
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	value, ok := s.CloudFormation.Parameter(r.Place, asked.Name)
	if !ok || !s.bootstrapped(r.Place) {
		w.WriteHeader(http.StatusBadRequest)
		json.NewEncoder(w).Encode(map[string]string{"__type": "ParameterNotFound", "message": asked.Name})
		return
	}
	json.NewEncoder(w).Encode(map[string]any{"Parameter": map[string]any{"Name": asked.Name, "Type": "String", "Value": value, "Version": 1}})
}
