package server_test

import (
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest"
	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/internal/sigv4"
)

const (
	formType   = "application/x-www-form-urlencoded"
	jsonTarget = "ResourceGroupsTaggingAPI_20170126."
	identity   = "Action=GetCallerIdentity&Version=2011-06-15"
)

// companionRequest is a request to another service of AWS.
type companionRequest struct {
	method, path, contentType, target, body string
	service                                 string // of the signature; "" for none
	account, region                         string // likewise; defaults if empty
}

func (c companionRequest) http() *http.Request {
	r := httptest.NewRequest(c.method, c.path, strings.NewReader(c.body))
	if c.contentType != "" {
		r.Header.Set("Content-Type", c.contentType)
	}
	if c.target != "" {
		r.Header.Set("X-Amz-Target", c.target)
	}
	if c.service != "" {
		account, region := c.account, c.region
		if account == "" {
			account, region = server.DefaultAccount, server.DefaultRegion
		}
		r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential="+account+"/20190125/"+region+"/"+c.service+
			"/aws4_request, SignedHeaders=host, Signature=0")
	}
	return r
}

func (c companionRequest) send(srv *appmeshtest.Server) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	srv.Handler().ServeHTTP(w, c.http())
	return w
}

// stsCall returns a signed request of the query protocol.
func stsCall(form string) companionRequest {
	return companionRequest{
		method:      "POST",
		path:        "/",
		contentType: formType + "; charset=utf-8",
		body:        form,
		service:     "sts",
	}
}

// taggingCall returns a signed request to the tagging API.
func taggingCall(action, body string) companionRequest {
	return companionRequest{
		method: "POST", path: "/", contentType: "application/x-amz-json-1.1", target: jsonTarget + action, body: body,
		service: "tagging",
	}
}

func TestGetCallerIdentityReturnsTheRootUserOfTheCallersAccount(t *testing.T) {
	t.Parallel()
	unsigned, inQuery, china := stsCall(identity), stsCall(""), stsCall(identity)
	unsigned.service = ""
	inQuery.method, inQuery.path, inQuery.contentType = "GET", "/?"+identity, ""
	china.account, china.region = "111122223333", "cn-north-1"
	key := stsCall(identity)
	key.account, key.region = "AKIDEXAMPLE", "us-east-1"
	for name, c := range map[string]struct {
		request  companionRequest
		account  string
		arnStart string
	}{
		"signed":            {stsCall(identity), server.DefaultAccount, "arn:aws:iam::"},
		"unsigned":          {unsigned, server.DefaultAccount, "arn:aws:iam::"},
		"in the query":      {inQuery, server.DefaultAccount, "arn:aws:iam::"},
		"another account":   {china, "111122223333", "arn:aws-cn:iam::"},
		"key of no account": {key, server.DefaultAccount, "arn:aws:iam::"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := c.request.send(appmeshtest.Start(t))
			var got struct {
				XMLName xml.Name
				Result  struct{ Account, Arn, UserId string } `xml:"GetCallerIdentityResult"` //nolint:revive,staticcheck,lll // AWS's name
				ID      string                                `xml:"ResponseMetadata>RequestId"`
			}
			if err := xml.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != 200 {
				t.Fatalf("%d %v: %s", w.Code, err, w.Body)
			}
			same(t, "Account", got.Result.Account, c.account)
			same(t, "UserId", got.Result.UserId, c.account)
			same(t, "Arn", got.Result.Arn, c.arnStart+c.account+":root")
			same(t, "the request id", got.ID, w.Header().Get("x-amzn-requestid"))
			same(t, "the namespace", got.XMLName.Space, "https://sts.amazonaws.com/doc/2011-06-15/")
			same(t, "Content-Type", w.Header().Get("Content-Type"), "text/xml")
		})
	}
}

func TestOtherOperationsOfOtherServicesAreRefusedInTheirProtocol(t *testing.T) {
	t.Parallel()
	notSTS := stsCall("Action=ListUsers&Version=2010-05-08")
	notSTS.service = "iam"
	instances := stsCall("Action=DescribeInstances&Version=2016-11-15")
	instances.service = "ec2"
	oldVersion := stsCall("Action=GetCallerIdentity&Version=2010-01-01")
	dynamo := taggingCall("", "{}")
	dynamo.service, dynamo.target, dynamo.contentType = "dynamodb", "DynamoDB_20120810.ListTables", "application/x-amz-json-1.0"
	unsigned := dynamo
	unsigned.service = ""
	bucket := companionRequest{method: "GET", path: "/bucket?list-type=2", service: "s3"}
	lambda := companionRequest{method: "GET", path: "/2015-03-31/functions/", service: "lambda"}
	for name, c := range map[string]struct {
		request     companionRequest
		status      int
		contentType string
		code        string
		body        string // its beginning
	}{
		"sts": {stsCall("Action=AssumeRole&Version=2011-06-15"), 400, "text/xml", "InvalidAction",
			`<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>InvalidAction</Code>` +
				`<Message>The operation AssumeRole of the service sts is not served`},
		"old version": {oldVersion, 400, "text/xml", "InvalidAction", `<ErrorResponse xmlns=`},
		"iam":         {notSTS, 400, "text/xml", "InvalidAction", `<ErrorResponse><Error>`},
		"ec2":         {instances, 400, "text/xml", "InvalidAction", `<Response><Errors><Error><Code>InvalidAction</Code>`},
		"tagging": {taggingCall("TagResources", "{}"), 400, "application/x-amz-json-1.1", "UnknownOperationException",
			`{"__type":"UnknownOperationException","message":"The operation TagResources of the service tagging is not served`},
		"dynamodb": {dynamo, 400, "application/x-amz-json-1.0", "UnknownOperationException",
			`{"__type":"UnknownOperationException","message":"The operation ListTables of the service dynamodb is not served`},
		"unsigned": {unsigned, 400, "application/x-amz-json-1.0", "UnknownOperationException",
			`{"__type":"UnknownOperationException","message":"The operation ListTables of the service DynamoDB_20120810 is`},
		"s3": {bucket, 501, "application/xml", "NotImplemented", `<Error><Code>NotImplemented</Code>`},
		"lambda": {lambda, 404, "application/json", "UnknownOperationException",
			`{"message":"An operation of the service lambda is not served`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := appmeshtest.Start(t)
			w := c.request.send(srv)
			same(t, "the status", fmt.Sprint(w.Code), fmt.Sprint(c.status))
			same(t, "Content-Type", w.Header().Get("Content-Type"), c.contentType)
			same(t, "the code", w.Header().Get("x-amzn-errortype"), c.code)
			same(t, "the rule", w.Header().Get("x-appmesh-mock-rule"), "124")
			if body := w.Body.String(); !strings.HasPrefix(body, c.body) ||
				!strings.Contains(body, "AWS_ENDPOINT_URL_APP_MESH") {
				t.Errorf("%s", body)
			}
			if calls := srv.Calls(
				appmeshtest.CallFilter{},
			); len(calls) != 1 || calls[0].Operation != "" ||
				string(calls[0].Code) != c.code {
				t.Errorf("the journal has %+v", calls)
			}
		})
	}
}

// Requests that are not for another service get the same response with and without companions.
func TestRequestsOfAppMeshAreTheSameWithAndWithoutCompanions(t *testing.T) {
	t.Parallel()
	asAppMesh := func(c companionRequest) companionRequest { c.service = "appmesh"; return c }
	unsigned := companionRequest{method: "POST", path: "/", body: `{}`, contentType: "application/json"}
	for _, c := range []companionRequest{
		unsigned, asAppMesh(unsigned), asAppMesh(stsCall(identity)), asAppMesh(taggingCall("GetResources", "{}")),
		{method: "GET", path: "/"}, {method: "GET", path: "/", service: "appmesh"},
		{method: "POST", path: "/", body: `{"meshName":"m"}`, contentType: formType},
		{method: "POST", path: "/", body: `%zz=&Action=x`, contentType: formType},
		{method: "POST", path: "/v20190125/meshes", body: identity, contentType: formType},
		{method: "PUT", path: "/v20190125/meshes", body: `{"meshName":"m"}`, service: "sts"},
		{method: "GET", path: "/v20190125/meshes?Action=GetCallerIdentity"},
		{method: "DELETE", path: "/v20190125/meshes/", service: "appmesh"},
	} {
		with, without := c.send(appmeshtest.Start(t)), c.send(appmeshtest.Start(t, appmeshtest.WithoutCompanions()))
		same(t, c.path, fmt.Sprint(with.Code, with.Header(), with.Body),
			fmt.Sprint(without.Code, without.Header(), without.Body))
	}
	for _, c := range []companionRequest{stsCall(identity), taggingCall("GetResources", "{}")} {
		w := c.send(appmeshtest.Start(t, appmeshtest.WithoutCompanions()))
		same(
			t,
			"without companions",
			fmt.Sprint(w.Code)+" "+w.Header().Get("x-amzn-errortype"),
			"404 UnknownOperationException",
		)
	}
}

func TestSignaturesOfCompanionsHaveTheNameOfTheirService(t *testing.T) {
	t.Parallel()
	key := map[string]server.Credential{"AKID": {Secret: "secret", Account: "222233334444"}}
	srv := appmeshtest.Start(t, appmeshtest.WithCredentials(key))
	for name, c := range map[string]struct {
		request         companionRequest
		keyID, secret   string
		signedFor, code string // code is "" for a success
	}{
		"sts":                  {stsCall(identity), "AKID", "secret", "sts", ""},
		"tagging":              {taggingCall("GetResources", "{}"), "AKID", "secret", "tagging", ""},
		"sts, wrong secret":    {stsCall(identity), "AKID", "wrong", "sts", "SignatureDoesNotMatch"},
		"sts, unknown key":     {stsCall(identity), "other", "secret", "sts", "InvalidClientTokenId"},
		"tagging, wrong":       {taggingCall("GetResources", "{}"), "AKID", "wrong", "tagging", "InvalidSignatureException"},
		"tagging, unknown key": {taggingCall("GetResources", "{}"), "other", "secret", "tagging", "UnrecognizedClientException"},
		"tagging as sts":       {taggingCall("GetResources", "{}"), "AKID", "secret", "sts", "InvalidSignatureException"},
		"sts, unsigned":        {stsCall(identity), "", "", "", "MissingAuthenticationToken"},
		"tagging, unsigned":    {taggingCall("GetResources", "{}"), "", "", "", "MissingAuthenticationTokenException"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := c.request.http()
			r.Header.Del("Authorization")
			if c.keyID != "" {
				sigv4.Sign(r, []byte(c.request.body), sigv4.Credentials{KeyID: c.keyID, Secret: c.secret},
					server.DefaultRegion, c.signedFor, srv.Clock().Now())
				r.Body = io.NopCloser(strings.NewReader(c.request.body))
			}
			w := httptest.NewRecorder()
			srv.Handler().ServeHTTP(w, r)
			same(t, "the code", w.Header().Get("x-amzn-errortype"), c.code)
			switch {
			case c.code != "" && w.Code != 403 || c.code == "" && w.Code != 200:
				t.Errorf("%d %s", w.Code, w.Body)
			case c.code != "" && !strings.Contains(w.Body.String(), c.code):
				t.Errorf("the body lacks the code: %s", w.Body)
			case c.code == "" && c.signedFor == "sts" && !strings.Contains(w.Body.String(), "<Account>222233334444</Account>"):
				t.Errorf("not the account of the key: %s", w.Body)
			}
		})
	}
}

func TestJournalHasCompanionsByTheirIAMNames(t *testing.T) {
	t.Parallel()
	a := start(t)
	if _, err := a.handler().Inject(server.Fault{Code: server.TooManyRequestsException}); err != nil {
		t.Fatal(err)
	}
	stsCall(identity).send(a.srv)
	getResources(t, a.srv, `{}`)
	for filter, want := range map[server.OperationName]string{
		server.GetCallerIdentity: "sts:GetCallerIdentity 123456789012 us-east-1 200",
		server.GetResources:      "tag:GetResources 123456789012 us-east-1 200",
	} {
		calls, err := a.handler().Calls(server.CallFilter{Operation: filter})
		if err != nil || len(calls) != 1 {
			t.Fatalf("%s: %v %+v", filter, err, calls)
		}
		c := calls[0]
		same(t, "the call", fmt.Sprint(c.Operation, " ", c.Account, " ", c.Region, " ", c.Status), want)
		if c.Request == "" || c.Response == "" || c.Fault != "" {
			t.Errorf("%+v", c)
		}
		_, err = a.handler().Inject(server.Fault{Calls: server.CallFilter{Operation: filter}, Status: 503})
		if err == nil || !strings.Contains(err.Error(), "faults apply to App Mesh only") {
			t.Errorf("a fault for %s: %v", filter, err)
		}
	}
}
