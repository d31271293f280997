package sigv4

import (
	"bufio"
	"net/http"
	"strings"
	"testing"
	"time"
)

// AWS's published examples: the worked one of its documentation (service iam)
// and some of the signer's test suite (service "service"), written as requests
// on the wire. In all of them the key is AKIDEXAMPLE.
const exampleSecret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"

var exampleTime = time.Date(2015, 8, 30, 12, 36, 0, 0, time.UTC)

func TestVerifyAcceptsAWSPublishedSignatures(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		service, signed, signature string
		request                    []string
		body                       string
	}{
		"documentation: ListUsers": {
			service: "iam", signed: "content-type;host;x-amz-date",
			signature: "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
			request: []string{
				"GET /?Action=ListUsers&Version=2010-05-08 HTTP/1.1",
				"Host: iam.amazonaws.com",
				"Content-Type: application/x-www-form-urlencoded; charset=utf-8",
			},
		},
		"get-vanilla": {
			signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
			request:   []string{"GET / HTTP/1.1"},
		},
		"get-relative": {
			signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
			request:   []string{"GET /example/.. HTTP/1.1"},
		},
		"get-slashes": {
			signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
			request:   []string{"GET // HTTP/1.1"},
		},
		"get-utf8, escaped once from raw bytes": {
			signature: "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
			request:   []string{"GET /ሴ HTTP/1.1"},
		},
		"get-vanilla-query-order-key-case": {
			signature: "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
			request:   []string{"GET /?Param2=value2&Param1=value1 HTTP/1.1"},
		},
		"get-header-key-duplicate": {
			signed:    "host;my-header1;x-amz-date",
			signature: "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea",
			request:   []string{"GET / HTTP/1.1", "My-Header1:value2", "My-Header1:value2", "My-Header1:value1"},
		},
		"get-header-value-order": {
			signed:    "host;my-header1;x-amz-date",
			signature: "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01",
			request: []string{"GET / HTTP/1.1", "My-Header1:value4", "My-Header1:value1", "My-Header1:value3",
				"My-Header1:value2"},
		},
		"get-header-value-trim": {
			signed:    "host;my-header1;my-header2;x-amz-date",
			signature: "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
			request:   []string{"GET / HTTP/1.1", "My-Header1: value1", `My-Header2: "a   b   c"`},
		},
		"post-vanilla": {
			signature: "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
			request:   []string{"POST / HTTP/1.1"},
		},
		"post-x-www-form-urlencoded": {
			signed:    "content-type;host;x-amz-date",
			signature: "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
			request:   []string{"POST / HTTP/1.1", "Content-Type: application/x-www-form-urlencoded"},
			body:      "Param1=value1",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			service, signed := test.service, test.signed
			if service == "" {
				service = "service"
				test.request = append(test.request, "Host: example.amazonaws.com")
			}
			if signed == "" {
				signed = "host;x-amz-date"
			}
			r := receive(t, append(test.request,
				"X-Amz-Date: 20150830T123600Z",
				"Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/"+service+"/aws4_request, "+
					"SignedHeaders="+signed+", Signature="+test.signature)...)
			v := Verifier{
				Secret:  func(string) (string, bool) { return exampleSecret, true },
				Now:     func() time.Time { return exampleTime },
				Service: service,
			}
			if err := v.Verify(r, []byte(test.body)); err != nil {
				t.Errorf("%v", err)
			}
		})
	}
}

// receive reads a request as a server does.
func receive(t *testing.T, lines ...string) *http.Request {
	t.Helper()
	r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(strings.Join(lines, "\r\n") + "\r\n\r\n")))
	if err != nil {
		t.Fatal(err)
	}
	return r
}
