package envoy

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server/envoy"
	"github.com/appmesh-mock/appmesh-mock/server/routing"
)

// arrival is a request that an upstream received.
type arrival struct {
	Node    string
	Port    int
	Host    string
	Path    string
	AppMesh []string // names of App Mesh's own headers
}

// startUpstreams starts a server for each node and port, and returns their addresses.
func startUpstreams(t *testing.T) envoy.EndpointMap {
	t.Helper()
	addresses := envoy.EndpointMap{}
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	protocols.SetUnencryptedHTTP2(true)
	for i := range numNodes {
		for _, port := range nodePorts {
			name := fmt.Sprintf("n%d", i)
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				a := arrival{Node: name, Port: port, Host: r.Host, Path: r.RequestURI}
				for header := range r.Header {
					if strings.HasPrefix(strings.ToLower(header), "x-app-mesh") {
						a.AppMesh = append(a.AppMesh, header)
					}
				}
				json.NewEncoder(w).Encode(a) //nolint:errcheck // the client sees it
			})
			s := &http.Server{Protocols: protocols, Handler: handler}
			go s.Serve(l) //nolint:errcheck // it ends when the test closes it
			t.Cleanup(func() { s.Close() })
			addresses[fmt.Sprintf("%s.node:%d", name, port)] = []string{l.Addr().String()}
		}
	}
	return addresses
}

// sendRaw sends a request without normalizing its path.
func sendRaw(r routing.Request, host string, port int) (int, arrival, error) {
	conn, err := net.DialTimeout("tcp", fmt.Sprintf("127.0.0.1:%d", port), 10*time.Second)
	if err != nil {
		return 0, arrival{}, err
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(30 * time.Second)) //nolint:errcheck // it is a TCP connection
	var text strings.Builder
	fmt.Fprintf(&text, "%s %s HTTP/1.1\r\nHost: %s\r\nContent-Length: 0\r\nX-Forwarded-Proto: %s\r\n", r.Method, r.Path, host, r.Scheme)
	for name, values := range r.Headers {
		for _, value := range values {
			fmt.Fprintf(&text, "%s: %s\r\n", name, value)
		}
	}
	text.WriteString("\r\n")
	if _, err := io.WriteString(conn, text.String()); err != nil {
		return 0, arrival{}, err
	}
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return 0, arrival{}, err
	}
	defer response.Body.Close()
	var got arrival
	if response.StatusCode == http.StatusOK {
		err = json.NewDecoder(response.Body).Decode(&got)
	}
	return response.StatusCode, got, err
}
