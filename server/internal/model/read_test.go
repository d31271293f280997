package model

import (
	"strings"
	"testing"
)

// listener returns the spec of a gateway with one listener that has the members.
func listener(members string) string { return `{"listeners":[{` + members + `}]}` }

const port80 = `"portMapping":{"port":80,"protocol":"http"}`

func TestEveryConstraintHasItsSentence(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 256)
	health := `"healthCheck":{"healthyThreshold":1,"intervalMillis":5000,"protocol":"http","timeoutMillis":60001,"unhealthyThreshold":2},` + port80
	target := func(weight string) string {
		return `{"tcpRoute":{"action":{"weightedTargets":[{"virtualNode":"n","weight":` + weight + `}]}}}`
	}
	for _, c := range []struct {
		name, kind, spec string
		want             []string
	}{
		{"a number too big", "virtualGateway", listener(`"portMapping":{"port":70000,"protocol":"http"}`),
			[]string{`Value '70000' at 'spec.listeners.1.member.portMapping.port' failed to satisfy constraint: Member must have value less than or equal to 65535`}},
		{"a number too small", "virtualGateway", listener(`"portMapping":{"port":0,"protocol":"http"}`),
			[]string{`Value '0' at 'spec.listeners.1.member.portMapping.port' failed to satisfy constraint: Member must have value greater than or equal to 1`}},
		{"a negative number", "route", target("-5"),
			[]string{`Value '-5' at 'spec.tcpRoute.action.weightedTargets.1.member.weight' failed to satisfy constraint: Member must have value greater than or equal to 0`}},
		{"a long too small and too big", "virtualGateway", listener(health), []string{
			`Value '1' at 'spec.listeners.1.member.healthCheck.healthyThreshold' failed to satisfy constraint: Member must have value greater than or equal to 2`,
			`Value '60001' at 'spec.listeners.1.member.healthCheck.timeoutMillis' failed to satisfy constraint: Member must have value less than or equal to 60000`}},
		{"an enum", "virtualGateway", listener(`"portMapping":{"port":80,"protocol":"HTTP"}`),
			[]string{`Value 'HTTP' at 'spec.listeners.1.member.portMapping.protocol' failed to satisfy constraint: Member must satisfy enum value set: [http, http2, grpc]`}},
		{"a member that is not there", "virtualGateway", `{}`,
			[]string{`Value null at 'spec.listeners' failed to satisfy constraint: Member must not be null`}},
		{"a member that is null", "virtualGateway", `{"listeners":null}`,
			[]string{`Value null at 'spec.listeners' failed to satisfy constraint: Member must not be null`}},
		{"an item that is null", "virtualGateway", `{"listeners":[{` + port80 + `},null]}`,
			[]string{`Value null at 'spec.listeners.2.member' failed to satisfy constraint: Member must not be null`}},
		{"an empty string", "virtualGateway",
			listener(port80 +
				`,"tls":{"certificate":{"file":{"certificateChain":"","privateKey":"k"}},"mode":"STRICT"}`),
			[]string{`Value '' at 'spec.listeners.1.member.tls.certificate.file.certificateChain' failed to satisfy constraint: Member must have length greater than or equal to 1`}},
		{"a string too long", "virtualGateway",
			`{"listeners":[],"logging":{"accessLog":{"file":{"path":"` + long + `"}}}}`,
			[]string{`Value '` + long +
				`' at 'spec.logging.accessLog.file.path' failed to satisfy constraint: Member must have length less than or equal to 255`}},
		{"a list too short", "route", `{"tcpRoute":{"action":{"weightedTargets":[]}}}`,
			[]string{`Value '[]' at 'spec.tcpRoute.action.weightedTargets' failed to satisfy constraint: Member must have length greater than or equal to 1`}},
		{"a list too long", "route",
			`{"grpcRoute":{"action":{"weightedTargets":[{"virtualNode":"n","weight":1}]},"match":{},` +
				`"retryPolicy":{"maxRetries":1,"perRetryTimeout":{},"tcpRetryEvents":["connection-error","connection-error"]}}}`,
			[]string{`Value '["connection-error","connection-error"]' at 'spec.grpcRoute.retryPolicy.tcpRetryEvents' failed to satisfy constraint: Member must have length less than or equal to 1`}},
		{"an item's enum", "route",
			`{"grpcRoute":{"action":{"weightedTargets":[{"virtualNode":"n","weight":1}]},"match":{},` +
				`"retryPolicy":{"maxRetries":1,"perRetryTimeout":{},"tcpRetryEvents":["reset"]}}}`,
			[]string{`Value 'reset' at 'spec.grpcRoute.retryPolicy.tcpRetryEvents.1.member' failed to satisfy constraint: Member must satisfy enum value set: [connection-error]`}},
		{"an item's bounds", "virtualGateway",
			`{"backendDefaults":{"clientPolicy":{"tls":{"ports":[443,0,70000],"validation":{"trust":{"sds":{"secretName":""}}}}}},"listeners":[]}`,
			[]string{
				`Value '0' at 'spec.backendDefaults.clientPolicy.tls.ports.2.member' failed to satisfy constraint: Member must have value greater than or equal to 1`,
				`Value '70000' at 'spec.backendDefaults.clientPolicy.tls.ports.3.member' failed to satisfy constraint: Member must have value less than or equal to 65535`}},
		{"a pattern, and each of several constraints", "virtualNode",
			`{"serviceDiscovery":{"awsCloudMap":{"attributes":[{"key":"","value":"v"}],"namespaceName":"n","serviceName":"s"}}}`,
			[]string{
				`Value '' at 'spec.serviceDiscovery.awsCloudMap.attributes.1.member.key' failed to satisfy constraint: Member must have length greater than or equal to 1`,
				`Value '' at 'spec.serviceDiscovery.awsCloudMap.attributes.1.member.key' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-zA-Z0-9!-~]+$`}},
		{"a union with nothing", "virtualService", `{"provider":{}}`,
			[]string{`Value '{}' at 'spec.provider' failed to satisfy constraint: Member must have exactly one of [virtualNode, virtualRouter] set, none is`}},
		{"a union with only a null", "virtualService", `{"provider":{"virtualNode":null}}`,
			[]string{`Value '{"virtualNode":null}' at 'spec.provider' failed to satisfy constraint: Member must have exactly one of [virtualNode, virtualRouter] set, none is`}},
		{"a union with two", "virtualService",
			`{"provider":{"virtualNode":{"virtualNodeName":"n"},"virtualRouter":{"virtualRouterName":"r"}}}`,
			[]string{`Value '{"virtualNode":{"virtualNodeName":"n"},"virtualRouter":{"virtualRouterName":"r"}}' at 'spec.provider' failed to satisfy constraint: Member must have exactly one of [virtualNode, virtualRouter] set, [virtualNode, virtualRouter] are`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := create(c.kind, c.spec)
			wantTexts(t, err, c.want...)
			for _, v := range violationsOf(t, err) {
				if v.Rule != 13 {
					t.Errorf("rule %d, want 13", v.Rule)
				}
			}
		})
	}
}

func TestMemberOfAWrongTypeIsNotReportedAsAbsent(t *testing.T) {
	t.Parallel()
	_, err := create("virtualService", `{"provider":{"virtualNode":1}}`)
	wantTexts(t, err,
		`Value '1' at 'spec.provider.virtualNode' failed to satisfy constraint: Member must be a structure`)
	_, err = create("virtualGateway", listener(`"portMapping":1`))
	wantTexts(t, err,
		`Value '1' at 'spec.listeners.1.member.portMapping' failed to satisfy constraint: Member must be a structure`)
}

func TestTheEdgesOfConstraintsAreAccepted(t *testing.T) {
	t.Parallel()
	face := "\U0001F600" // two UTF-16 code units
	for kind, specs := range map[string][]string{
		"virtualGateway": {
			`{"listeners":[]}`,
			listener(`"portMapping":{"port":1,"protocol":"http"}`),
			listener(`"portMapping":{"port":65535,"protocol":"grpc"}`),
			`{"listeners":[],"logging":{"accessLog":{"file":{"path":"` + strings.Repeat("x", 255) + `"}}}}`,
			`{"listeners":[],"logging":{"accessLog":{"file":{"path":"` + strings.Repeat(face, 127) + `"}}}}`,
			`{"listeners":[],"logging":{"accessLog":{"file":{"path":"` + strings.Repeat("é", 255) + `"}}}}`,
		},
		"mesh": {`{}`, `null`},
		"virtualService": {`{"provider":{"virtualNode":{"virtualNodeName":"n"},"virtualRouter":null}}`,
			`{"provider":null}`},
	} {
		for _, spec := range specs {
			if _, err := create(kind, spec); err != nil {
				t.Errorf("%s %.80s: %v", kind, spec, err)
			}
		}
	}
}

func TestLengthCountsUTF16CodeUnits(t *testing.T) {
	t.Parallel()
	path := strings.Repeat("\U0001F600", 128)
	_, err := create("virtualGateway", `{"listeners":[],"logging":{"accessLog":{"file":{"path":"`+path+`"}}}}`)
	wantTexts(t, err,
		`Value '`+path+`' at 'spec.logging.accessLog.file.path' failed to satisfy constraint: Member must have length less than or equal to 255`)
}

func TestViolationsComeInTheOrderOfTheModelFromPathQueryAndBody(t *testing.T) {
	t.Parallel()
	_, err := Lookup("CreateVirtualGateway").Read(func(string) string { return "" }, Source{
		Query: query("meshOwner", "1234"),
		Body: `{"virtualGatewayName":"","tags":[{"value":"v"},{"key":"k"}],` +
			`"spec":{"logging":{"accessLog":{}},"listeners":[{},{"portMapping":{"protocol":"x","port":0}}]}}`,
	})
	wantTexts(t, err,
		`Value '' at 'meshName' failed to satisfy constraint: Member must have length greater than or equal to 1`,
		`Value '1234' at 'meshOwner' failed to satisfy constraint: Member must have length greater than or equal to 12`,
		`Value null at 'spec.listeners.1.member.portMapping' failed to satisfy constraint: Member must not be null`,
		`Value '0' at 'spec.listeners.2.member.portMapping.port' failed to satisfy constraint: Member must have value greater than or equal to 1`,
		`Value 'x' at 'spec.listeners.2.member.portMapping.protocol' failed to satisfy constraint: Member must satisfy enum value set: [http, http2, grpc]`,
		`Value '{}' at 'spec.logging.accessLog' failed to satisfy constraint: Member must have exactly one of [file] set, none is`,
		`Value null at 'tags.1.member.key' failed to satisfy constraint: Member must not be null`,
		`Value null at 'tags.2.member.value' failed to satisfy constraint: Member must not be null`,
		`Value '' at 'virtualGatewayName' failed to satisfy constraint: Member must have length greater than or equal to 1`,
	)
	if got, want := err.Error(),
		"9 validation errors detected: Value '' at 'meshName' failed"; !strings.HasPrefix(got, want) {
		t.Errorf("%q does not begin with %q", got, want)
	}
	if got := strings.Count(err.Error(), "; "); got != 8 {
		t.Errorf("%d semicolons, want 8", got)
	}
}

func TestOneViolationIsAValidationErrorInTheSingular(t *testing.T) {
	t.Parallel()
	_, err := create("virtualGateway", listener(`"portMapping":{"port":70000,"protocol":"http"}`))
	want := "1 validation error detected: Value '70000' at 'spec.listeners.1.member.portMapping.port' failed to satisfy constraint: Member must have value less than or equal to 65535"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestAPrintedValueIsCutAfter1024WholeCharacters(t *testing.T) {
	t.Parallel()
	_, err := create("virtualGateway",
		`{"listeners":[],"logging":{"accessLog":{"file":{"path":"`+strings.Repeat("é", 2000)+`"}}}}`)
	wantTexts(t, err,
		`Value '`+strings.Repeat("é", 1024)+
			`…' at 'spec.logging.accessLog.file.path' failed to satisfy constraint: Member must have length less than or equal to 255`)
}

func TestAtMost100ViolationsAreReportedTheFirstOnesOfTheModel(t *testing.T) {
	t.Parallel()
	ports := strings.Repeat("0,", 500) + "0"
	_, err := create("virtualGateway",
		`{"listeners":[{}],"backendDefaults":{"clientPolicy":{"tls":{"validation":{"trust":{"sds":{"secretName":"s"}}},"ports":[`+ports+`]}}}}`)
	got := violationsOf(t, err)
	if len(got) != 100 {
		t.Fatalf("%d violations, want 100", len(got))
	}
	if want := "spec.backendDefaults.clientPolicy.tls.ports.100.member"; got[99].Member != want {
		t.Errorf("the last is at %s, want %s", got[99].Member, want)
	}
	if !strings.HasPrefix(err.Error(), "502 validation errors detected: ") ||
		!strings.HasSuffix(err.Error(), "; and 402 more") {
		t.Errorf("%.60s … %s", err, err.Error()[len(err.Error())-40:])
	}
}

func TestUnknownMembersAreIgnored(t *testing.T) {
	t.Parallel()
	in, err := read("CreateVirtualGateway",
		`{"Spec":1,"spec":{"listeners":[{`+port80+
			`,"x":[1,{"y":"\u00e9"}]}],"LISTENERS":[]},"virtualGatewayName":"g","meshName":7,"z":null}`)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := string(Encode(nil, in.Spec(), false)), listener(port80); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestANameWithEscapesIsTheSameName(t *testing.T) {
	t.Parallel()
	in, err := read("CreateMesh", `{"mesh\u004eame":"one"}`)
	if err != nil || in.Text("meshName") != "one" {
		t.Errorf("%v", err)
	}
}
