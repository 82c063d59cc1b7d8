package standin

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// s3 answers for the staging buckets of the bootstrapped environments.
func (s *Server) s3(w http.ResponseWriter, r request) {
	bucket, key, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	operation := s3Operation(r, key)
	if operation == "" {
		s.answerUnknown(w, "s3 "+r.Method+" "+r.URL.String())
		return
	}
	s.called("s3", operation)
	if bucket != stagingBucket(r.Place) || !s.bootstrapped(r.Place) {
		s3Failure(w, http.StatusForbidden, "AccessDenied", "Access Denied")
		return
	}
	switch operation {
	case "PutObject":
		content, err := payload(r)
		if err != nil {
			s3Failure(w, http.StatusBadRequest, "InvalidRequest", err.Error())
			return
		}
		s.objects[bucket+"/"+key] = content
		w.Header().Set("ETag", `"0"`)
	case "GetBucketLocation":
		location := r.Region
		if location == "us-east-1" {
			location = "" // As AWS has it.
		}
		answerXML(w, fmt.Sprintf(`<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">%s</LocationConstraint>`, location))
	case "GetBucketEncryption":
		answerXML(w, `<ServerSideEncryptionConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>`)
	case "ListObjectsV2":
		type object struct {
			Key  string
			Size int
		}
		list := struct {
			XMLName     xml.Name `xml:"http://s3.amazonaws.com/doc/2006-03-01/ ListBucketResult"`
			Name        string
			KeyCount    int
			IsTruncated bool
			Contents    []object
		}{Name: bucket}
		for name, content := range s.objects {
			if key, ok := strings.CutPrefix(name, bucket+"/"); ok && strings.HasPrefix(key, r.URL.Query().Get("prefix")) {
				list.Contents = append(list.Contents, object{key, len(content)})
				list.KeyCount++
			}
		}
		w.Header().Set("Content-Type", "application/xml")
		xml.NewEncoder(w).Encode(list)
	}
}

// s3Operation tells operations apart by method and query, as S3 does.
func s3Operation(r request, key string) string {
	query := r.URL.Query()
	switch {
	case r.Method == "PUT" && key != "":
		return "PutObject"
	case r.Method == "GET" && key == "" && query.Has("location"):
		return "GetBucketLocation"
	case r.Method == "GET" && key == "" && query.Has("encryption"):
		return "GetBucketEncryption"
	case r.Method == "GET" && key == "" && query.Get("list-type") == "2":
		return "ListObjectsV2"
	}
	return ""
}

// payload is what was put. Clients may send it in chunks of their own making, each
// after its length in hexadecimal digits.
//
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
func payload(r request) ([]byte, error) {
	if !strings.HasPrefix(r.Header.Get("X-Amz-Content-Sha256"), "STREAMING-") {
		return r.body, nil
	}
	var content []byte
	rest := bytes.NewBuffer(r.body)
	for {
		line, err := rest.ReadString('\n')
		if err != nil {
			return nil, fmt.Errorf("a chunk is cut off: %w", err)
		}
		digits, _, _ := strings.Cut(strings.TrimSpace(line), ";")
		length, err := strconv.ParseInt(digits, 16, 32)
		if err != nil || length < 0 {
			return nil, fmt.Errorf("%q is no length of a chunk", digits)
		}
		if length == 0 {
			return content, nil
		}
		chunk := make([]byte, length+2)
		if _, err := io.ReadFull(rest, chunk); err != nil {
			return nil, fmt.Errorf("a chunk is cut off: %w", err)
		}
		content = append(content, chunk[:length]...)
	}
}

func answerXML(w http.ResponseWriter, body string) {
	w.Header().Set("Content-Type", "application/xml")
	io.WriteString(w, xml.Header+body)
}

func s3Failure(w http.ResponseWriter, status int, code, message string) {
	w.WriteHeader(status)
	answerXML(w, fmt.Sprintf("<Error><Code>%s</Code><Message>%s</Message></Error>", code, message))
}
