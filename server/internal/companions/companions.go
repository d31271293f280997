// Package companions implements two operations of other AWS services that tools for App Mesh
// call: GetCallerIdentity of the Security Token Service (STS) and GetResources of the
// Resource Groups Tagging API (rules 120 to 124). It refuses all other operations in the form
// of their protocol.
package companions

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/api"
	"github.com/appmesh-mock/appmesh-mock/server/internal/cbor"
	"github.com/appmesh-mock/appmesh-mock/server/internal/sigv4"
)

// The numbers of the rules that this package implements (package rules).
const (
	ruleCallerIdentity = 120
	ruleGetResources   = 121
	ruleResourcePages  = 122
	ruleNotServed      = 124
)

// The supported operations, by their names in IAM policies.
const (
	GetCallerIdentity = "sts:GetCallerIdentity"
	GetResources      = "tag:GetResources"
)

// Names returns the names of the supported operations.
func Names() []string { return []string{GetCallerIdentity, GetResources} }

// stsVersion is the version of the API of STS.
const stsVersion = "2011-06-15"

// taggingTarget is the name of the Resource Groups Tagging API in X-Amz-Target.
const taggingTarget = "ResourceGroupsTaggingAPI_20170126"

// Call is a request to a service other than App Mesh.
type Call struct {
	Service string // the signing name, such as "sts"; "" if the request does not have it
	action  string // such as "GetCallerIdentity"; "" for REST protocols
	version string // of the API; "" if the request does not have it
	form    protocol
	body    string
}

// ReadsBody reports whether Read needs the body of the request, because the protocol of the
// request may have the name of the operation in the body or in a header.
func ReadsBody(r *http.Request) bool {
	return r.Method == http.MethodPost &&
		(isCBOR(r) || r.URL.Path == "/" && (isForm(r) || r.Header.Get(targetHeader) != ""))
}

// Read returns the call of a request. It reports false if the request is signed for App Mesh,
// or if it is not signed and does not have the form of another service's request.
func Read(r *http.Request, body string) (Call, bool) {
	scope, _ := sigv4.ReadScope(r)
	if scope.Service == "appmesh" {
		return Call{}, false
	}
	c := Call{Service: scope.Service, body: body}
	switch {
	case r.Method == http.MethodPost && isCBOR(r) && c.readPath(r.URL.Path):
		return c, true
	case r.URL.Path == "/" && r.Method == http.MethodPost && r.Header.Get(targetHeader) != "":
		c.readTarget(r)
		return c, true
	case r.URL.Path == "/" && c.readAction(r):
		return c, true
	case c.Service == "s3":
		c.form = s3
	default:
		c.form = restJSON
	}
	return c, c.Service != ""
}

const targetHeader = "X-Amz-Target"

// readTarget reads the operation of a request in a JSON protocol.
func (c *Call) readTarget(r *http.Request) {
	service, action, _ := strings.Cut(r.Header.Get(targetHeader), ".")
	c.form, c.action = json11, action
	if r.Header.Get("Content-Type") == json10.contentType() {
		c.form = json10
	}
	c.setService(service)
}

// readPath reads the operation of a request in the protocol Smithy RPC v2 CBOR, which newer
// SDKs use: /service/NAME/operation/NAME. It reports false for any other path.
func (c *Call) readPath(path string) bool {
	parts := strings.Split(path, "/")
	if len(parts) != 5 || parts[1] != "service" || parts[3] != "operation" {
		return false
	}
	c.form, c.action = rpcCBOR, parts[4]
	c.setService(parts[2])
	return true
}

// setService sets the service from its name in the model of its API.
func (c *Call) setService(service string) {
	if service == taggingTarget {
		c.Service = "tagging"
	} else if c.Service == "" || c.Service == "tagging" {
		c.Service = service
	}
}

// readAction reads the operation of a request in the query protocol, from a form or from
// the query string. It reports false if there is none.
func (c *Call) readAction(r *http.Request) bool {
	parameters := r.URL.Query()
	if r.Method == http.MethodPost && isForm(r) {
		form, err := url.ParseQuery(c.body)
		if err != nil {
			return false
		}
		for name, values := range form {
			parameters[name] = values
		}
	}
	c.action, c.version = parameters.Get("Action"), parameters.Get("Version")
	if c.Service == "" && c.version == stsVersion {
		c.Service = "sts"
	}
	c.form = query
	if c.Service == "ec2" {
		c.form = ec2
	}
	return c.action != ""
}

func isCBOR(r *http.Request) bool { return r.Header.Get(ProtocolHeader) == CBORProtocol }

func isForm(r *http.Request) bool {
	mediaType, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	return strings.TrimSpace(mediaType) == "application/x-www-form-urlencoded"
}

// Name returns the name of a supported operation, such as "sts:GetCallerIdentity", and "" for
// any other.
func (c Call) Name() string {
	switch {
	case c.Service == "sts" && c.form == query && c.action == "GetCallerIdentity" && c.version == stsVersion:
		return GetCallerIdentity
	case c.Service == "tagging" && (c.form == json11 || c.form == rpcCBOR) && c.action == "GetResources":
		return GetResources
	}
	return ""
}

// Do runs the operation and returns the body of the response. The error is an *api.Error;
// ErrorBody returns its body.
func (c Call) Do(a *api.API, caller api.Caller, requestID string) ([]byte, error) {
	switch c.Name() {
	case GetCallerIdentity:
		return callerIdentity(caller, requestID), nil
	case GetResources:
		return c.getResources(a, caller)
	}
	return nil, c.notServed()
}

// getResources runs GetResources in either protocol: JSON, or CBOR with the same members.
func (c Call) getResources(a *api.API, caller api.Caller) ([]byte, error) {
	if c.form == json11 {
		return getResources(a, caller, []byte(c.body))
	}
	in := []byte("{}") // an operation without members has no body
	if c.body != "" {
		var err error
		if in, err = cbor.ToJSON([]byte(c.body)); err != nil {
			return nil, malformed(err)
		}
	}
	out, err := getResources(a, caller, in)
	if err != nil {
		return nil, err
	}
	return cbor.FromJSON(out)
}

// notServed returns the error for an unsupported operation (rule 124).
func (c Call) notServed() *api.Error {
	e := &api.Error{Rule: ruleNotServed}
	e.Code, e.Status = c.form.unknownOperation()
	operation := "An operation of this service"
	if c.Service != "" {
		operation = "An operation of the service " + c.Service
	}
	if c.action != "" {
		operation = "The operation " + c.action
		if c.Service != "" {
			operation += " of the service " + c.Service
		}
	}
	e.Message = operation + " is not served: this server has App Mesh, " + GetCallerIdentity + " and " + GetResources +
		" only. Set AWS_ENDPOINT_URL_APP_MESH, AWS_ENDPOINT_URL_STS and AWS_ENDPOINT_URL_RESOURCE_GROUPS_TAGGING_API " +
		"instead of AWS_ENDPOINT_URL to send other services elsewhere."
	return e
}
