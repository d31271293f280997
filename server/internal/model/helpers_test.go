package model

import (
	"net/url"
	"reflect"
	"strings"
	"testing"
)

// gatewayBody is the body of a create of a gateway with most members, as an SDK sends it.
const gatewayBody = `{"clientToken":"5f0c9b1e-3c7a-4d77-9f4e-1f1f6f0a2b11","spec":{` +
	`"backendDefaults":{"clientPolicy":{"tls":{"certificate":{"file":{"certificateChain":"/keys/client.pem","privateKey":"/keys/client.key"}},` +
	`"enforce":true,"ports":[443,8443],"validation":{"subjectAlternativeNames":{"match":{"exact":["colors.example.com"]}},` +
	`"trust":{"acm":{"certificateAuthorityArns":["arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/abc"]}}}}}},` +
	`"listeners":[{"connectionPool":{"http2":{"maxRequests":100}},"healthCheck":{"healthyThreshold":2,"intervalMillis":5000,"path":"/ping",` +
	`"port":8080,"protocol":"http2","timeoutMillis":2000,"unhealthyThreshold":2},"portMapping":{"port":8080,"protocol":"http2"},` +
	`"tls":{"certificate":{"acm":{"certificateArn":"arn:aws:acm:us-east-1:123456789012:certificate/abc"}},"mode":"STRICT",` +
	`"validation":{"subjectAlternativeNames":{"match":{"exact":["clients.example.com"]}},"trust":{"file":{"certificateChain":"/keys/ca.pem"}}}}}],` +
	`"logging":{"accessLog":{"file":{"format":{"json":[{"key":"method","value":"%REQ(:METHOD)%"},{"key":"path","value":"%REQ(:PATH)%"}]},"path":"/dev/stdout"}}}},` +
	`"tags":[{"key":"team","value":"colors"},{"key":"stage","value":""}],"virtualGatewayName":"ingress"}`

// everywhere returns the same name for every path variable.
func everywhere(string) string { return "somewhere" }

// read reads a request of the operation with this body.
func read(operation, body string) (Input, error) {
	return Lookup(operation).Read(everywhere, Source{Body: body})
}

// create reads a request that creates a kind with this spec.
func create(kind, spec string) (Input, error) {
	return read("Create"+strings.ToUpper(kind[:1])+kind[1:], `{"spec":`+spec+`,"`+kind+`Name":"one"}`)
}

// mustCreate reads a request with a spec that is valid in the model.
func mustCreate(t *testing.T, kind, spec string) Spec {
	t.Helper()
	in, err := create(kind, spec)
	if err != nil {
		t.Fatalf("%s %s: %v", kind, spec, err)
	}
	return in.Spec()
}

// violationsOf returns the violations of an error, nil if there is no error.
func violationsOf(t *testing.T, err error) []Violation {
	t.Helper()
	if err == nil {
		return nil
	}
	e, ok := err.(*Invalid)
	if !ok {
		t.Fatalf("the error is a %T: %v", err, err)
	}
	return e.Violations
}

// wantTexts compares the sentences of an error, in order.
func wantTexts(t *testing.T, err error, want ...string) {
	t.Helper()
	var got []string
	for _, v := range violationsOf(t, err) {
		got = append(got, v.Text)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

func query(pairs ...string) string {
	q := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		q.Add(pairs[i], pairs[i+1])
	}
	return q.Encode()
}

func always(int) bool { return true }
func never(int) bool  { return false }
