package sdkgo

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/appmesh"
	"github.com/aws/aws-sdk-go-v2/service/appmesh/types"
	"github.com/aws/aws-sdk-go/private/protocol/json/jsonutil"
	appmeshv1 "github.com/aws/aws-sdk-go/service/appmesh"
	"github.com/google/go-cmp/cmp"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
)

// kind is one of the seven kinds of resources, with its names in both SDKs.
type kind struct {
	name    string
	plural  string
	parents []string // the kinds of its parents, outermost first
	specs   []any    // pointers to specs of aws-sdk-go-v2
	specV1  any      // a spec of aws-sdk-go
}

var kinds = []kind{
	{"Mesh", "Meshes", nil, meshSpecs, appmeshv1.MeshSpec{}},
	{"VirtualGateway", "VirtualGateways", []string{"Mesh"}, gatewaySpecs, appmeshv1.VirtualGatewaySpec{}},
	{"GatewayRoute", "GatewayRoutes", []string{"Mesh", "VirtualGateway"}, gatewayRouteSpecs,
		appmeshv1.GatewayRouteSpec{}},
	{"VirtualNode", "VirtualNodes", []string{"Mesh"}, nodeSpecs, appmeshv1.VirtualNodeSpec{}},
	{"VirtualRouter", "VirtualRouters", []string{"Mesh"}, routerSpecs, appmeshv1.VirtualRouterSpec{}},
	{"Route", "Routes", []string{"Mesh", "VirtualRouter"}, routeSpecs, appmeshv1.RouteSpec{}},
	{"VirtualService", "VirtualServices", []string{"Mesh"}, serviceSpecs, appmeshv1.VirtualServiceSpec{}},
}

func kindNamed(name string) kind {
	for _, k := range kinds {
		if k.name == name {
			return k
		}
	}
	panic("no kind " + name)
}

// segment returns the name of the kind in ARNs.
func segment(kindName string) string { return strings.ToLower(kindName[:1]) + kindName[1:] }

// lineage returns the kinds of the parents and the kind itself, outermost first.
func (k kind) lineage() []string { return append(append([]string{}, k.parents...), k.name) }

// names returns the fields that name a resource in the mesh "mesh" and in the router or gateway
// with the given name.
func (k kind) names(parent, name string) fields {
	in := fields{}
	for i, each := range k.lineage() {
		switch {
		case i == len(k.parents):
			in[each+"Name"] = name
		case i == 0:
			in[each+"Name"] = "mesh"
		default:
			in[each+"Name"] = parent
		}
	}
	return in
}

// setup lists the resources that setUp creates, with the index of the spec.
var setup = []struct {
	kind, name string
	spec       int
}{
	{"Mesh", "mesh", 0}, {"VirtualNode", "node", 1}, {"VirtualRouter", "parent", 1}, {"VirtualService", "service", 2},
	{"VirtualGateway", "parent", 3},
}

// setUp creates the resources that a resource of any kind needs: the mesh "mesh" without a spec, the
// virtual node "node", the virtual service "service", and a virtual router and a virtual gateway
// named parent.
func setUp(t *testing.T, s sdk, parent string) {
	t.Helper()
	s.must(t, "CreateMesh", fields{"MeshName": "mesh"})
	for _, each := range setup[1:] {
		name := each.name
		if name == "parent" {
			name = parent
		}
		k := kindNamed(each.kind)
		s.must(t, "Create"+k.name, k.names("", name).with("Spec", s.specs(t, k)[each.spec]))
	}
}

// tearDown deletes the resources that setUp created.
func tearDown(t *testing.T, s sdk, parent string) {
	t.Helper()
	for _, each := range []struct{ kind, name string }{
		{"VirtualGateway", parent}, {"VirtualService", "service"}, {"VirtualRouter", parent}, {"VirtualNode", "node"},
		{"Mesh", "mesh"},
	} {
		s.must(t, "Delete"+each.kind, kindNamed(each.kind).names("", each.name))
	}
}

// specsV1 converts the specs of a kind to the types of aws-sdk-go, by way of the JSON that
// aws-sdk-go-v2 sends.
func specsV1(t *testing.T, k kind) []any {
	t.Helper()
	var specs []any
	for _, spec := range k.specs {
		var sent struct {
			Spec json.RawMessage `json:"spec"`
		}
		if err := json.Unmarshal(bodyOf(t, k, spec), &sent); err != nil {
			t.Fatal(err)
		}
		read := reflect.New(reflect.TypeOf(k.specV1)).Interface()
		if err := jsonutil.UnmarshalJSON(read, bytes.NewReader(sent.Spec)); err != nil {
			t.Fatal(err)
		}
		specs = append(specs, read)
	}
	return specs
}

// errUnsent is the error of a request that was recorded and not sent.
var errUnsent = errors.New("the request is not to be sent")

// bodyOf returns the body of the create that aws-sdk-go-v2 would send.
func bodyOf(t *testing.T, k kind, spec any) []byte {
	t.Helper()
	var body []byte
	look := transportFunc(func(r *http.Request) (*http.Response, error) {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
		return nil, errUnsent
	})
	client := newClient(harness.Target{URL: "http://localhost", Region: "us-east-1", Account: "123456789012"},
		func(o *appmesh.Options) { o.HTTPClient = harness.HTTPClient(look) })
	in := k.names("parent", "name").with("Spec", spec)
	if _, err := v2(client).call(t.Context(), "Create"+k.name, in); !errors.Is(err, errUnsent) {
		t.Fatalf("Create%s: %v", k.name, err)
	}
	return body
}

// transportFunc is an http.RoundTripper.
type transportFunc func(*http.Request) (*http.Response, error)

func (f transportFunc) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// described returns a spec as describe and delete return it (rule 56): a virtual node without
// backends has an empty list.
func described(spec any) any {
	v := reflect.ValueOf(spec).Elem()
	if b := v.FieldByName("Backends"); !b.IsValid() || !b.IsNil() {
		return spec
	}
	shown := reflect.New(v.Type())
	shown.Elem().Set(v)
	b := shown.Elem().FieldByName("Backends")
	b.Set(reflect.MakeSlice(b.Type(), 0, 0))
	return shown.Interface()
}

// diff describes the difference of two values of an SDK's types; nil lists differ from empty ones.
func diff(want, got any) string {
	return cmp.Diff(want, got, cmp.Exporter(func(reflect.Type) bool { return true }))
}

// unions lists the variants of each union of the specs.
var unions = []any{
	types.AccessLogMemberFile{}, types.BackendMemberVirtualService{},
	types.ClientTlsCertificateMemberFile{}, types.ClientTlsCertificateMemberSds{},
	types.GrpcMetadataMatchMethodMemberExact{}, types.GrpcMetadataMatchMethodMemberPrefix{},
	types.GrpcMetadataMatchMethodMemberRange{}, types.GrpcMetadataMatchMethodMemberRegex{},
	types.GrpcMetadataMatchMethodMemberSuffix{},
	types.GrpcRouteMetadataMatchMethodMemberExact{}, types.GrpcRouteMetadataMatchMethodMemberPrefix{},
	types.GrpcRouteMetadataMatchMethodMemberRange{}, types.GrpcRouteMetadataMatchMethodMemberRegex{},
	types.GrpcRouteMetadataMatchMethodMemberSuffix{},
	types.HeaderMatchMethodMemberExact{}, types.HeaderMatchMethodMemberPrefix{},
	types.HeaderMatchMethodMemberRange{}, types.HeaderMatchMethodMemberRegex{}, types.HeaderMatchMethodMemberSuffix{},
	types.ListenerTimeoutMemberGrpc{}, types.ListenerTimeoutMemberHttp{}, types.ListenerTimeoutMemberHttp2{},
	types.ListenerTimeoutMemberTcp{},
	types.ListenerTlsCertificateMemberAcm{}, types.ListenerTlsCertificateMemberFile{},
	types.ListenerTlsCertificateMemberSds{},
	types.ListenerTlsValidationContextTrustMemberFile{}, types.ListenerTlsValidationContextTrustMemberSds{},
	types.LoggingFormatMemberJson{}, types.LoggingFormatMemberText{},
	types.ServiceDiscoveryMemberAwsCloudMap{}, types.ServiceDiscoveryMemberDns{},
	types.TlsValidationContextTrustMemberAcm{}, types.TlsValidationContextTrustMemberFile{},
	types.TlsValidationContextTrustMemberSds{},
	types.VirtualGatewayAccessLogMemberFile{},
	types.VirtualGatewayClientTlsCertificateMemberFile{}, types.VirtualGatewayClientTlsCertificateMemberSds{},
	types.VirtualGatewayConnectionPoolMemberGrpc{}, types.VirtualGatewayConnectionPoolMemberHttp{},
	types.VirtualGatewayConnectionPoolMemberHttp2{},
	types.VirtualGatewayListenerTlsCertificateMemberAcm{}, types.VirtualGatewayListenerTlsCertificateMemberFile{},
	types.VirtualGatewayListenerTlsCertificateMemberSds{},
	types.VirtualGatewayListenerTlsValidationContextTrustMemberFile{},
	types.VirtualGatewayListenerTlsValidationContextTrustMemberSds{},
	types.VirtualGatewayTlsValidationContextTrustMemberAcm{}, types.VirtualGatewayTlsValidationContextTrustMemberFile{},
	types.VirtualGatewayTlsValidationContextTrustMemberSds{},
	types.VirtualNodeConnectionPoolMemberGrpc{}, types.VirtualNodeConnectionPoolMemberHttp{},
	types.VirtualNodeConnectionPoolMemberHttp2{}, types.VirtualNodeConnectionPoolMemberTcp{},
	types.VirtualServiceProviderMemberVirtualNode{}, types.VirtualServiceProviderMemberVirtualRouter{},
}

func TestSpecsSetEveryMember(t *testing.T) {
	t.Parallel()
	possible, set := map[string]bool{}, map[string]bool{}
	for _, union := range unions {
		possible[reflect.TypeOf(union).Name()] = true
		reachable(reflect.TypeOf(union), possible)
	}
	for _, k := range kinds {
		for _, spec := range k.specs {
			reachable(reflect.TypeOf(spec), possible)
			members(reflect.ValueOf(spec), set)
		}
	}
	for member := range possible {
		if !set[member] {
			t.Errorf("no spec has %s", member)
		}
	}
	for member := range set {
		if !possible[member] {
			t.Errorf("%s is missing in the list of unions", member)
		}
	}
	if len(possible) < 300 {
		t.Errorf("only %d members were found", len(possible))
	}
}

// reachable records the members of a type at every depth, except those of unions.
func reachable(t reflect.Type, into map[string]bool) {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice:
		reachable(t.Elem(), into)
	case reflect.Struct:
		for i := range t.NumField() {
			if f := t.Field(i); f.IsExported() && !into[t.Name()+"."+f.Name] {
				into[t.Name()+"."+f.Name] = true
				reachable(f.Type, into)
			}
		}
	}
}

// members records the members of a value at every depth.
func members(v reflect.Value, into map[string]bool) {
	switch v.Kind() {
	case reflect.Interface:
		into[v.Elem().Elem().Type().Name()] = true
		members(v.Elem(), into)
	case reflect.Pointer:
		members(v.Elem(), into)
	case reflect.Slice:
		for i := range v.Len() {
			members(v.Index(i), into)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && !v.Field(i).IsZero() {
				into[v.Type().Name()+"."+f.Name] = true
				members(v.Field(i), into)
			}
		}
	}
}
