package admin

import (
	"cmp"
	"errors"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/routing"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// resolve returns where a request goes in a mesh, or a text that resolves the request again.
func (a *admin) resolve(r *http.Request) (any, error) {
	query := r.URL.Query()
	format := query.Get("format")
	if !slices.Contains([]string{"", "json", "go", "command"}, format) {
		return nil, badRequest("format must be json, go or command, not " + strconv.Quote(format))
	}
	var q routing.Query
	if err := read(r, &q); err != nil {
		return nil, err
	}
	key, err := routing.ParseRef(q.From)
	if err != nil {
		return nil, badRequest("from: " + err.Error())
	}
	m, err := a.compile(query.Get("account"), query.Get("region"), key.Names[0])
	if err != nil {
		return nil, err
	}
	result, err := m.Resolve(q)
	if err != nil {
		return nil, routingError(err)
	}
	switch format {
	case "go":
		return content{plainText, []byte(q.Assertion(result))}, nil
	case "command":
		return content{plainText, []byte(q.Command(a.flags(r)...))}, nil
	default:
		return result, nil
	}
}

// flags returns the flags by which a client command selects this server, and the account and the
// region of a request.
func (a *admin) flags(r *http.Request) []string {
	query := r.URL.Query()
	flags := []string{"--server", a.target(r, "", "").URL}
	if account := query.Get("account"); account != "" && account != a.Server.Account() {
		flags = append(flags, "--account", account)
	}
	if region := query.Get("region"); region != "" && region != a.Server.Region() {
		flags = append(flags, "--region", region)
	}
	return flags
}

// analyze returns the findings of one mesh, or of all meshes of an account in a region.
func (a *admin) analyze(r *http.Request) (any, error) {
	query := r.URL.Query()
	meshes := []string{query.Get("mesh")}
	if meshes[0] == "" {
		meshes = a.meshes(query.Get("account"), query.Get("region"))
	}
	list := struct {
		Findings []routing.Finding `json:"findings"`
	}{[]routing.Finding{}}
	for _, name := range meshes {
		m, err := a.compile(query.Get("account"), query.Get("region"), name)
		if err != nil {
			return nil, err
		}
		list.Findings = append(list.Findings, m.Analyze(a.environment())...)
	}
	return list, nil
}

// environment describes the certificates and addresses that are mapped for Envoys.
func (a *admin) environment() routing.Environment {
	if a.Envoy == nil {
		return routing.Environment{}
	}
	certificates, endpoints := a.Envoy.Certificates(), a.Envoy.Endpoints()
	return routing.Environment{
		HasCertificate: func(name string) bool {
			_, mapped := certificates[name]
			return mapped || !strings.HasPrefix(name, "arn:") // the path of a file is Envoy's own
		},
		Addresses: func(hostname string) (addresses []netip.Addr) {
			for _, text := range endpoints[hostname] {
				if address, err := netip.ParseAddrPort(text); err == nil {
					addresses = append(addresses, address.Addr())
				}
			}
			return addresses
		},
	}
}

// tenant returns an account in a region. Empty values mean the server's.
func (a *admin) tenant(account, region string) state.Tenant {
	return state.Tenant{Account: cmp.Or(account, a.Server.Account()), Region: cmp.Or(region, a.Server.Region())}
}

func (a *admin) compile(account, region, mesh string) (*routing.Mesh, error) {
	m, err := a.compiled.Compile(a.Server.Checkpoint(), a.tenant(account, region), mesh)
	return m, routingError(err)
}

func (a *admin) meshes(account, region string) (names []string) {
	for r := range a.Server.Checkpoint().Resources(a.tenant(account, region), state.Mesh) {
		names = append(names, r.Name())
	}
	return names
}

// routingError returns an error of package routing with an HTTP status.
func routingError(err error) error {
	var missing *routing.NotFoundError
	var bad *routing.QueryError
	switch {
	case errors.As(err, &missing):
		return &statusError{http.StatusNotFound, err.Error()}
	case errors.As(err, &bad):
		return badRequest(err.Error())
	default:
		return err
	}
}
