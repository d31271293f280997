package bench

import (
	"fmt"
	"strconv"
	"testing"
)

func request(method, path, body string) []byte {
	text := method + " /v20190125/meshes" + path + " HTTP/1.1\r\nHost: appmesh\r\nAuthorization: " + authorization + "\r\n"
	if body != "" {
		text += "Content-Type: application/json\r\nContent-Length: " + strconv.Itoa(len(body)) + "\r\n"
	}
	return []byte(text + "\r\n" + body)
}

const authorization = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20190125/us-east-1/appmesh/aws4_request, " +
	"SignedHeaders=host, Signature=00"

// spec is a typical spec of a gateway, 1.2 KB of JSON.
const spec = `{"backendDefaults":{"clientPolicy":{"tls":{"certificate":{"file":{"certificateChain":"/etc/certs/chain.pem","privateKey":"/etc/certs/key.pem"}},"enforce":true,"ports":[8080,8443,9443],"validation":{"subjectAlternativeNames":{"match":{"exact":["api.example.com","www.example.com","internal.example.com"]}},"trust":{"file":{"certificateChain":"/etc/certs/ca.pem"}}}}}},"listeners":[{"connectionPool":{"http":{"maxConnections":1024,"maxPendingRequests":2048}},"healthCheck":{"healthyThreshold":2,"intervalMillis":5000,"path":"/ping","port":8080,"protocol":"http","timeoutMillis":2000,"unhealthyThreshold":3},"portMapping":{"port":8080,"protocol":"http"},"tls":{"certificate":{"acm":{"certificateArn":"arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"}},"mode":"STRICT","validation":{"subjectAlternativeNames":{"match":{"exact":["client.example.com"]}},"trust":{"file":{"certificateChain":"/etc/certs/client-ca.pem"}}}}}],"logging":{"accessLog":{"file":{"format":{"json":[{"key":"start_time","value":"%START_TIME%"},{"key":"method","value":"%REQ(:METHOD)%"},{"key":"path","value":"%REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%"}]},"path":"/dev/stdout"}}}}`

func name(n int64) string { return fmt.Sprintf("gateway-%07d", n) }

func create(n int64) []byte {
	return request("PUT", "/apps/virtualGateways", fmt.Sprintf(
		`{"clientToken":"00000000-0000-4000-8000-%012d","spec":%s,"virtualGatewayName":%q}`, n, spec, name(n)))
}

// update changes a gateway. Each token must be new: a request with a known one changes nothing.
func update(gateway, token int64) []byte {
	return request("PUT", "/apps/virtualGateways/"+name(gateway), fmt.Sprintf(
		`{"clientToken":"00000000-0000-4000-9000-%012d","spec":%s}`, token, spec))
}

func describe(n int64) []byte { return request("GET", "/apps/virtualGateways/"+name(n), "") }
func remove(n int64) []byte   { return request("DELETE", "/apps/virtualGateways/"+name(n), "") }
func list(int64) []byte       { return request("GET", "/apps/virtualGateways", "") }

// fill creates a mesh with a number of gateways.
func fill(b *testing.B, address string, gateways int64) {
	b.Helper()
	drive(b, address, 0, 1, func(int64) []byte { return request("PUT", "", `{"meshName":"apps"}`) })
	drive(b, address, 0, gateways, create)
}

// operation is an operation that is measured.
type operation struct {
	name    string
	request func(n int64) []byte
}

// operations returns the operations. A list has a page of 100 gateways. Describe and Update
// visit the gateways in an order that no cache can profit from.
func operations(gateways int64) []operation {
	one := func(n int64) int64 { return n * 7919 % gateways }
	return []operation{
		{"DescribeVirtualGateway", func(n int64) []byte { return describe(one(n)) }},
		{"UpdateVirtualGateway", func(n int64) []byte { return update(one(n), n) }},
		{"CreateVirtualGateway", create}, {"DeleteVirtualGateway", remove}, {"ListVirtualGateways", list},
	}
}
