package bench

import (
	"fmt"
	"slices"
	"strconv"
	"testing"
)

func request(method, path, body string) []byte {
	text := method + " /v20190125/meshes" + path + " HTTP/1.1\r\nHost: appmesh\r\nAuthorization: AWS4-HMAC-SHA256 " +
		"Credential=AKIDEXAMPLE/20190125/us-east-1/appmesh/aws4_request, SignedHeaders=host, Signature=00\r\n"
	if body != "" {
		text += "Content-Type: application/json\r\nContent-Length: " + strconv.Itoa(len(body)) + "\r\n"
	}
	return []byte(text + "\r\n" + body)
}

// spec is a typical gateway's, 1.2 KB as JSON.
const spec = `{"backendDefaults":{"clientPolicy":{"tls":{"certificate":{"file":{"certificateChain":"/etc/certs/chain.pem","privateKey":"/etc/certs/key.pem"}},"enforce":true,"ports":[8080,8443,9443],"validation":{"subjectAlternativeNames":{"match":{"exact":["api.example.com","www.example.com","internal.example.com"]}},"trust":{"file":{"certificateChain":"/etc/certs/ca.pem"}}}}}},"listeners":[{"connectionPool":{"http":{"maxConnections":1024,"maxPendingRequests":2048}},"healthCheck":{"healthyThreshold":2,"intervalMillis":5000,"path":"/ping","port":8080,"protocol":"http","timeoutMillis":2000,"unhealthyThreshold":3},"portMapping":{"port":8080,"protocol":"http"},"tls":{"certificate":{"acm":{"certificateArn":"arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"}},"mode":"STRICT","validation":{"subjectAlternativeNames":{"match":{"exact":["client.example.com"]}},"trust":{"file":{"certificateChain":"/etc/certs/client-ca.pem"}}}}}],"logging":{"accessLog":{"file":{"format":{"json":[{"key":"start_time","value":"%START_TIME%"},{"key":"method","value":"%REQ(:METHOD)%"},{"key":"path","value":"%REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%"}]},"path":"/dev/stdout"}}}}`

func name(n int64) string { return fmt.Sprintf("gateway-%07d", n) }

func create(n int64) []byte {
	return request("PUT", "/apps/virtualGateways", fmt.Sprintf(
		`{"clientToken":"00000000-0000-4000-8000-%012d","spec":%s,"virtualGatewayName":%q}`, n, spec, name(n)))
}

func update(n int64) []byte {
	return request("PUT", "/apps/virtualGateways/"+name(n), fmt.Sprintf(
		`{"clientToken":"00000000-0000-4000-9000-%012d","spec":%s}`, n, spec))
}

func describe(n int64) []byte { return request("GET", "/apps/virtualGateways/"+name(n), "") }
func remove(n int64) []byte   { return request("DELETE", "/apps/virtualGateways/"+name(n), "") }
func list(int64) []byte       { return request("GET", "/apps/virtualGateways", "") }

// everywhere asks for one of so many gateways after the other, in no order that a cache could know.
func everywhere(gateways int64, ask func(n int64) []byte) func(n int64) []byte {
	return func(n int64) []byte { return ask(n * 7919 % gateways) }
}

// fill makes a mesh with so many gateways.
func fill(b *testing.B, address string, gateways int64) {
	b.Helper()
	drive(b, address, 0, 1, func(int64) []byte { return request("PUT", "", `{"meshName":"apps"}`) })
	drive(b, address, 0, gateways, create)
}

// operation is what is measured.
type operation struct {
	name string
	ask  func(n int64) []byte
}

func operations(gateways int64) []operation {
	return []operation{
		{"Describe", everywhere(gateways, describe)}, {"Update", everywhere(gateways, update)},
		{"Create", create}, {"Delete", remove}, {"List100", list},
	}
}

// stock is the mock under measurement, and which gateways it has beside those that stay.
type stock struct {
	process
	made, gone int64 // numbers of the next to make, and of the next to delete
}

func stocked(b *testing.B, gateways int64) *stock {
	mock := &stock{start(b, "mock"), gateways, gateways}
	fill(b, mock.address, gateways)
	return mock
}

// first answers the number of the first request of so many, and makes what they need.
func (s *stock) first(b *testing.B, operation string, count int64) (n int64) {
	switch operation {
	case "Create":
		n, s.made = s.made, s.made+count
	case "Delete":
		if more := s.gone + count - s.made; more > 0 {
			drive(b, s.address, s.made, more, create)
			s.made += more
		}
		n, s.gone = s.gone, s.gone+count
	}
	return n
}

// BenchmarkWire measures the operations on a virtual gateway among a thousand.
func BenchmarkWire(b *testing.B) { wire(b, 1000) }

// BenchmarkWireMillion measures them among a million.
func BenchmarkWireMillion(b *testing.B) { wire(b, 1_000_000) }

func wire(b *testing.B, gateways int64) {
	mock := stocked(b, gateways)
	for _, op := range operations(gateways) {
		length := 0
		measure := func(b *testing.B, p process, first int64) {
			b.ResetTimer()
			took := p.measure(b, first, int64(b.N), op.ask)
			b.ReportMetric(took.cpu*1e9/float64(b.N), "server-ns/op")
			length = took.length
		}
		b.Run("op="+op.name+"/server=mock", func(b *testing.B) {
			measure(b, mock.process, mock.first(b, op.name, int64(b.N)))
		})
		b.Run("op="+op.name+"/server=floor", func(b *testing.B) {
			measure(b, start(b, strconv.Itoa(length)), 0)
		})
	}
}

// BenchmarkShare has mock and floor answer in turn, so that what else the machine does falls
// on both, and reports which share of the floor's requests a second the mock does: of-floor is
// the median by the clock, of-floor-cpu is by the processor time that a request costs a server.
func BenchmarkShare(b *testing.B) {
	const gateways, turn = 1000, 2000 // requests
	mock := stocked(b, gateways)
	for _, op := range operations(gateways) {
		b.Run("op="+op.name, func(b *testing.B) {
			warm := mock.measure(b, mock.first(b, op.name, turn), turn, op.ask)
			floor := start(b, strconv.Itoa(warm.length))
			var shares []float64
			var mocks, floors float64
			for range b.N {
				m := mock.measure(b, mock.first(b, op.name, turn), turn, op.ask)
				f := floor.measure(b, 0, turn, op.ask)
				shares = append(shares, f.clock/m.clock)
				mocks, floors = mocks+m.cpu, floors+f.cpu
			}
			slices.Sort(shares)
			b.ReportMetric(shares[len(shares)/2], "of-floor")
			b.ReportMetric(floors/mocks, "of-floor-cpu")
		})
	}
}
