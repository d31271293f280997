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

// update changes a gateway. Its token is new: with one that was used, nothing would be changed.
func update(gateway, token int64) []byte {
	return request("PUT", "/apps/virtualGateways/"+name(gateway), fmt.Sprintf(
		`{"clientToken":"00000000-0000-4000-9000-%012d","spec":%s}`, token, spec))
}

func describe(n int64) []byte { return request("GET", "/apps/virtualGateways/"+name(n), "") }
func remove(n int64) []byte   { return request("DELETE", "/apps/virtualGateways/"+name(n), "") }
func list(int64) []byte       { return request("GET", "/apps/virtualGateways", "") }

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

// operations answers what is asked for: one of so many gateways after the other, in no order
// that a cache could know.
func operations(gateways int64) []operation {
	one := func(n int64) int64 { return n * 7919 % gateways }
	return []operation{
		{"Describe", func(n int64) []byte { return describe(one(n)) }},
		{"Update", func(n int64) []byte { return update(one(n), n) }},
		{"Create", create}, {"Delete", remove}, {"List100", list},
	}
}

// stock is the mock under measurement. Whatever is done to it, it has as many gateways.
type stock struct {
	process
	next int64 // number of a request; none comes twice
}

func stocked(b *testing.B, gateways int64) *stock {
	mock := &stock{start(b, "mock"), gateways}
	fill(b, mock.address, gateways)
	return mock
}

// in asks the mock for an operation so many times.
func (s *stock) in(b *testing.B, op operation, count int64) took {
	first := s.next
	s.next += count
	if op.name == "Delete" {
		drive(b, s.address, first, count, create)
	}
	t := s.measure(b, first, count, op.ask)
	if op.name == "Create" {
		drive(b, s.address, first, count, remove)
	}
	return t
}

// BenchmarkWire measures the operations on a virtual gateway among a thousand.
func BenchmarkWire(b *testing.B) {
	mock := stocked(b, thousand)
	for _, op := range operations(thousand) {
		length := 0
		b.Run("op="+op.name+"/server=mock", func(b *testing.B) {
			length = mock.in(b, op, int64(b.N)).report(b)
		})
		b.Run("op="+op.name+"/server=floor", func(b *testing.B) {
			start(b, strconv.Itoa(length)).measure(b, 0, int64(b.N), op.ask).report(b)
		})
	}
}

func (t took) report(b *testing.B) (length int) {
	b.ReportMetric(t.clock*1e9/float64(b.N), "ns/op")
	b.ReportMetric(t.cpu*1e9/float64(b.N), "server-ns/op")
	return t.length
}

const (
	thousand = 1000
	million  = 1_000_000
	turn     = 2000 // requests
)

// BenchmarkShare reports which share of the floor's requests a second the mock does.
func BenchmarkShare(b *testing.B) {
	mock := stocked(b, thousand)
	for _, op := range operations(thousand) {
		b.Run("op="+op.name, func(b *testing.B) {
			floor := start(b, strconv.Itoa(mock.in(b, op, turn).length))
			inTurn(b, "of-floor", func() took { return mock.in(b, op, turn) }, func() took { return floor.measure(b, 0, turn, op.ask) })
		})
	}
}

// BenchmarkMillion reports which share of the requests a second that a mock does among a
// thousand gateways it does among a million.
func BenchmarkMillion(b *testing.B) {
	if testing.Short() {
		b.Skip("it takes minutes to make them")
	}
	few, many := stocked(b, thousand), stocked(b, million)
	amongMany := operations(million)
	for i, among := range operations(thousand) {
		b.Run("op="+among.name, func(b *testing.B) {
			inTurn(b, "of-thousand", func() took { return many.in(b, amongMany[i], turn) }, func() took { return few.in(b, among, turn) })
		})
	}
}

// inTurn has two servers answer in turn, so that what else the machine does falls on both, and
// reports the first's share of the requests a second that the other does: the median by the
// clock, and by the processor time that a request costs the server.
func inTurn(b *testing.B, metric string, one, other func() took) {
	b.Helper()
	var shares []float64
	var ones, others float64
	for range b.N {
		mine, theirs := one(), other()
		shares = append(shares, theirs.clock/mine.clock)
		ones, others = ones+mine.cpu, others+theirs.cpu
	}
	slices.Sort(shares)
	b.ReportMetric(shares[len(shares)/2], metric)
	b.ReportMetric(others/ones, metric+"-cpu")
}
