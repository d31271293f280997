package model

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

func TestAWrongTypeIsNamed(t *testing.T) {
	t.Parallel()
	const failed = "' failed to satisfy constraint: "
	at := func(value, path, constraint string) string {
		return "Value '" + value + "' at 'spec." + path + failed + constraint
	}
	tls := func(members string) string {
		return `{"backendDefaults":{"clientPolicy":{"tls":{` + members +
			`,"validation":{"trust":{"sds":{"secretName":"s"}}}}}},"listeners":[]}`
	}
	interval := func(n string) string {
		return listener(`"healthCheck":{"healthyThreshold":2,"intervalMillis":` + n +
			`,"protocol":"http","timeoutMillis":2000,"unhealthyThreshold":2},` + port80)
	}
	port := func(n string) string { return listener(`"portMapping":{"port":` + n + `,"protocol":"http"}`) }
	const portPath, intervalPath = "listeners.1.member.portMapping.port",
		"listeners.1.member.healthCheck.intervalMillis"
	for spec, want := range map[string]string{
		port(`"80"`):          at(`"80"`, portPath, "Member must be an integer"),
		port(`true`):          at(`true`, portPath, "Member must be an integer"),
		port(`[80]`):          at(`[80]`, portPath, "Member must be an integer"),
		port(`1.5`):           at(`1.5`, portPath, "Member must be an integer"),
		port(`80.0`):          at(`80.0`, portPath, "Member must be an integer"),
		port(`8e1`):           at(`8e1`, portPath, "Member must be an integer"),
		port(`4294967376`):    at(`4294967376`, portPath, "Member must be an integer of 32 bits"),
		port(`-2147483649`):   at(`-2147483649`, portPath, "Member must be an integer of 32 bits"),
		interval(`1e4`):       at(`1e4`, intervalPath, "Member must be an integer"),
		tls(`"enforce":1`):    at(`1`, "backendDefaults.clientPolicy.tls.enforce", "Member must be a boolean"),
		tls(`"enforce":"no"`): at(`"no"`, "backendDefaults.clientPolicy.tls.enforce", "Member must be a boolean"),
		tls(`"ports":443`):    at(`443`, "backendDefaults.clientPolicy.tls.ports", "Member must be a list"),
		tls(`"ports":["1"]`): at(`"1"`, "backendDefaults.clientPolicy.tls.ports.1.member",
			"Member must be an integer"),
		`{"listeners":{}}`:  at(`{}`, "listeners", "Member must be a list"),
		`{"listeners":[1]}`: at(`1`, "listeners.1.member", "Member must be a structure"),
		listener(`"portMapping":{"port":80,"protocol":80}`): at(`80`,
			"listeners.1.member.portMapping.protocol", "Member must be a string"),
		listener(`"portMapping":[]`): at(`[]`,
			"listeners.1.member.portMapping", "Member must be a structure"),
		interval(`9223372036854775808`): at(`9223372036854775808`,
			intervalPath, "Member must be an integer of 64 bits"),
		listener(port80 + `,` +
			port80): at(`{"port":80,"protocol":"http"}`, "listeners.1.member.portMapping",
			"Member must not be given more than once"),
		listener(port80 + `,"tls":null,"tls":null`): at(`null`,
			"listeners.1.member.tls", "Member must not be given more than once"),
		`{"listeners":[],"listeners":1,"listeners":[]}`: at(`1`, "listeners",
			"Member must not be given more than once"),
		`{"listeners":[],"logging":{"accessLog":{"file":{"path":"a\u0000"}}}}`: at("a\x00",
			"logging.accessLog.file.path", "Member must not contain the character NUL"),
		`{"listeners":[],"logging":{"accessLog":{"file":{"path":"a\ud800"}}}}`: at("a\uFFFD",
			"logging.accessLog.file.path", "Member must not contain half of a surrogate pair"),
		`{"listeners":[],"logging":{"accessLog":{"file":{"path":"\udc00a"}}}}`: at("\uFFFDa",
			"logging.accessLog.file.path", "Member must not contain half of a surrogate pair"),
		`{"listeners":[],"logging":{"accessLog":{"file":{"path":"\ud800\ud83d\ude00"}}}}`: at("\uFFFD\U0001F600",
			"logging.accessLog.file.path", "Member must not contain half of a surrogate pair"),
		"{\"listeners\":[],\"logging\":{\"accessLog\":{\"file\":{\"path\":\"a\xff\"}}}}": at("a\uFFFD",
			"logging.accessLog.file.path", "Member must be valid UTF-8"),
		`{"listeners":[],"other":"\u0000"}`: at(`"\u0000"`, "other", "Member must not contain the character NUL"),
		`{"listeners":[],"other":{"\ud800":[]}}`: at(`{"\ud800":[]}`, "other",
			"Member must not contain half of a surrogate pair"),
		"{\"listeners\":[],\"\xff\":1}": at(`1`, "\uFFFD", "Member must be valid UTF-8"),
	} {
		_, err := create("virtualGateway", spec)
		wantTexts(t, err, want)
		rule := 14
		switch {
		case strings.Contains(want, "NUL"):
			rule = 76
		case strings.Contains(want, "surrogate"), strings.Contains(want, "UTF-8"), strings.Contains(want, "more than once"):
			rule = 75
		}
		if got := violationsOf(t, err); len(got) == 1 && got[0].Rule != rule {
			t.Errorf("%s: rule %d, want %d", spec, got[0].Rule, rule)
		}
	}
}

func TestPairsOfSurrogatesAndAllEscapesAreRead(t *testing.T) {
	t.Parallel()
	spec := mustCreate(t, "virtualGateway",
		`{"listeners":[],"logging":{"accessLog":{"file":{"path":"\ud83d\uDE00\"\\\/\b\f\n\r\t\u00e9\u001f"}}}}`)
	if got, want := *spec.(*VirtualGatewaySpec).Logging.AccessLog.File.Path,
		"\U0001F600\"\\/\b\f\n\r\té\x1f"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestABodyThatIsNotJSONIsRefusedWithThePlace(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		``:                         "The request body is empty: it must be a JSON object",
		" \n\t\r":                  "The request body is empty: it must be a JSON object",
		`[]`:                       "The request body must be a JSON object",
		`null`:                     "The request body must be a JSON object",
		`"x"`:                      "The request body must be a JSON object",
		`12`:                       "The request body must be a JSON object",
		`{`:                        "The request body is not valid JSON: it ends too early, at byte 1",
		`{"meshName":"a"`:          "The request body is not valid JSON: it ends too early, at byte 15",
		`{"meshName":`:             "The request body is not valid JSON: it ends too early, at byte 12",
		`{"meshName`:               "The request body is not valid JSON: it ends too early, at byte 10",
		`{"meshName":"a"}x`:        "The request body is not valid JSON: unexpected 'x' at byte 16",
		`{"meshName":"a"}{}`:       "The request body is not valid JSON: unexpected '{' at byte 16",
		`[]]`:                      "The request body is not valid JSON: unexpected ']' at byte 2",
		`{"meshName":"a",}`:        "The request body is not valid JSON: unexpected '}' at byte 16",
		`{"meshName" "a"}`:         "The request body is not valid JSON: unexpected '\"' at byte 12",
		`{meshName:"a"}`:           "The request body is not valid JSON: unexpected 'm' at byte 1",
		`{'meshName':"a"}`:         "The request body is not valid JSON: unexpected ''' at byte 1",
		`{"meshName":'a'}`:         "The request body is not valid JSON: unexpected ''' at byte 12",
		`{"x":nul}`:                "The request body is not valid JSON: unexpected '}' at byte 8",
		`{"x":01}`:                 "The request body is not valid JSON: unexpected '1' at byte 6",
		`{"x":-}`:                  "The request body is not valid JSON: unexpected '}' at byte 6",
		`{"x":1.}`:                 "The request body is not valid JSON: unexpected '}' at byte 7",
		`{"x":.5}`:                 "The request body is not valid JSON: unexpected '.' at byte 5",
		`{"x":1e+}`:                "The request body is not valid JSON: unexpected '}' at byte 8",
		`{"x":NaN}`:                "The request body is not valid JSON: unexpected 'N' at byte 5",
		`{"x":"\x"}`:               "The request body is not valid JSON: unexpected 'x' at byte 7",
		`{"x":"\u12g4"}`:           "The request body is not valid JSON: unexpected 'g' at byte 10",
		"{\"x\":\"a\nb\"}":         "The request body is not valid JSON: unexpected byte 0x0a at byte 7",
		"{\"meshName\":\"\x00\"}":  "The request body is not valid JSON: unexpected byte 0x00 at byte 13",
		"\xef\xbb\xbf{}":           "The request body is not valid JSON: unexpected byte 0xef at byte 0",
		"\x00":                     "The request body is not valid JSON: unexpected byte 0x00 at byte 0",
		`{"meshName":"","tags":[}`: "The request body is not valid JSON: unexpected '}' at byte 23",
		`{"tags":[{"key":1},{]`:    "The request body is not valid JSON: unexpected ']' at byte 20",
	} {
		_, err := read("CreateMesh", body)
		got := violationsOf(t, err)
		if len(got) != 1 || got[0].Rule != 14 || got[0].Member != "" || err.Error() != want {
			t.Errorf("%q\n got %v\nwant %s", body, err, want)
		}
	}
}

func TestNestingIsReadToADepthOf128(t *testing.T) {
	t.Parallel()
	nested := func(n int) string { // the body itself is one level
		return `{"meshName":"a","x":` + strings.Repeat("[", n-1) + strings.Repeat("]", n-1) + `}`
	}
	if _, err := read("CreateMesh", nested(128)); err != nil {
		t.Errorf("128 levels: %v", err)
	}
	_, err := read("CreateMesh", nested(129))
	if err == nil || !strings.Contains(err.Error(), "it is nested deeper than 128 levels at byte 147") {
		t.Errorf("129 levels: %v", err)
	}
}

func TestAHostileBodyIsRefusedWithoutHanging(t *testing.T) {
	t.Parallel()
	const size = 1 << 20
	fill := func(before, part, after string) string {
		return before + strings.Repeat(part, (size-len(before)-len(after))/len(part)) + after
	}
	for name, spec := range map[string]string{
		"brackets":          fill(``, `[`, ``),
		"braces":            fill(``, `{"a":`, ``),
		"numbers":           fill(`{"listeners":[`, `0,`, `0]}`),
		"nulls":             fill(`{"listeners":[`, `null,`, `null]}`),
		"empty listeners":   fill(`{"listeners":[`, `{},`, `{}]}`),
		"unknown members":   fill(`{"listeners":0`, `,"x":1`, `}`),
		"repeated members":  fill(`{"listeners":[]`, `,"listeners":0`, `}`),
		"flawed names":      fill(`{"listeners":[]`, `,"\u0000":0`, `}`),
		"a long string":     fill(`{"logging":{"accessLog":{"file":{"path":"`, `x`, `"}}}}`),
		"escapes":           fill(`{"logging":{"accessLog":{"file":{"path":"`, `\u0000`, `"}}}}`),
		"a long name":       fill(`{"`, `x`, `":"\u0000"}`),
		"a long number":     fill(`{"listeners":`, `1`, `}`),
		"violations inside": fill(`{"listeners":[`, `{"portMapping":{"port":0}},`, `{}]}`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			done := make(chan error, 1)
			go func() {
				_, err := create("virtualGateway", spec)
				done <- err
			}()
			var err error
			select {
			case err = <-done:
			case <-time.After(10 * time.Second):
				t.Fatal("Read does not return after ten seconds")
			}
			if err == nil {
				t.Fatal("the body is accepted")
			}
			if n := len(err.Error()); n > 300_000 {
				t.Errorf("the message has %d bytes", n)
			}
		})
	}
}

// wellFormed reports whether the scanner accepts the document.
func wellFormed(data string) bool {
	r := reader{data: data}
	_, ok := r.skip()
	r.peek()
	return ok && r.pos == len(r.data)
}

func FuzzScannerAgreesWithEncodingJSON(f *testing.F) {
	for _, seed := range []string{
		gatewayBody, `{}`, `[]`, ` [1, 2.5e-3 , {"a" : null}]`, `"\ud83d\ude00\u00e9\n"`, `-0`, `01`, `1.`, `[1,]`,
		`{"a"}`, `tru`, "\"\x1f\"", `"\u12"`, `"\ud800\u00"`, ``, `[`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data string) {
		if strings.Count(data, "[")+strings.Count(data, "{") > maxDepth {
			t.Skip()
		}
		if got, want := wellFormed(data), json.Valid([]byte(data)); got != want {
			t.Errorf("%q: got %v, want %v", data, got, want)
		}
	})
}
