package model

import (
	"strings"
	"testing"
)

func TestWithRule75RelaxedTheLastOfRepeatedMembersCountsAndTextIsMadeUnicode(t *testing.T) {
	t.Parallel()
	const port80, port81 = `{"portMapping":{"port":80,"protocol":"http"}}`, `{"portMapping":{"port":81,"protocol":"http"}}`
	accessLog := func(path string) string {
		return `{"listeners":[],"logging":{"accessLog":{"file":{"path":"` + path + `"}}}}`
	}
	for _, c := range []struct{ body, spec string }{
		{`"spec":{"listeners":[` + port80 + `],"listeners":[` + port81 + `]}`, `{"listeners":[` + port81 + `]}`},
		{`"spec":{"listeners":[` + port80 + `]},"spec":{"listeners":[` + port81 + `]}`, `{"listeners":[` + port81 + `]}`},
		{`"spec":{"listeners":[{"portMapping":{"port":80,"port":81,"protocol":"http"}}]}`, `{"listeners":[` + port81 + `]}`},
		{`"spec":{"listeners":[],"logging":{},"logging":null}`, `{"listeners":[]}`},
		{`"spec":` + accessLog("a\xff"), accessLog("a\uFFFD")},
		{`"spec":` + accessLog(`\ud800b`), accessLog("\uFFFDb")},
		{`"spec":{"listeners":[],"\ud800":{"a":1}}`, `{"listeners":[]}`},
	} {
		body := `{"virtualGatewayName":"g",` + c.body + `}`
		source := Source{Body: body, Lenient: true}
		in, err := Lookup("CreateVirtualGateway").Read(everywhere, source)
		if err != nil {
			t.Errorf("%s: %v", body, err)
			continue
		}
		if got := string(Encode(nil, in.Spec(), false)); got != c.spec {
			t.Errorf("%s: spec %s, want %s", body, got, c.spec)
		}
		if got := in.Canonical(); got != "" && got != c.spec {
			t.Errorf("%s: canonical %s, want %s", body, got, c.spec)
		}
		source.Lenient = false
		if _, err := Lookup(
			"CreateVirtualGateway",
		).Read(everywhere, source); err == nil ||
			violationsOf(t, err)[0].Rule != 75 {
			t.Errorf("%s: not refused by rule 75: %v", body, err)
		}
	}
}

func TestWithRule75RelaxedMembersMustNotLackAndNULIsRefused(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`{"virtualGatewayName":"g","spec":{"listeners":[]},"spec":null}`:            "spec",
		`{"virtualGatewayName":"g","spec":{"listeners":[]},"virtualGatewayName":7}`: "virtualGatewayName",
		"{\"virtualGatewayName\":\"\xff\\u0000\",\"spec\":{\"listeners\":[]}}":      "NUL",
	} {
		_, err := Lookup("CreateVirtualGateway").Read(everywhere, Source{Body: body, Lenient: true})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want an error about %s", body, err, want)
		}
	}
}
