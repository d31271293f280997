package sdks

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os/exec"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
)

// cli is the AWS CLI, in the world of a target.
type cli struct {
	harness.Target
	path  string
	slots chan struct{} // bound how many processes of it run at once: each keeps a processor busy
}

// newCLI answers the CLI in a world of the test's own.
func newCLI(t *testing.T, target harness.Target) cli {
	t.Helper()
	target.Account = harness.Account()
	return cli{target, awsCLI(t), slots}
}

// strict answers a server that checks the signatures of one account, and that account as its target's.
func strict(t *testing.T) harness.Target {
	t.Helper()
	account := harness.Account()
	target := harness.Run(t, "--verify-signatures", "--credentials", keysFrom(t, account, 1))
	target.Account = account
	return target
}

// slots are shared by all but the story, which is the longest and needs not wait for others.
var slots = make(chan struct{}, runtime.NumCPU())

// run runs an operation whose members are a JSON document, with further arguments, and
// answers what is printed; the environment may have AWS_MAX_ATTEMPTS, which is 1 otherwise.
func (c cli) run(t *testing.T, attempts int, operation string, in map[string]any, arguments ...string) (stdout, stderr string, code int) {
	t.Helper()
	document, err := json.Marshal(with(in))
	if err != nil {
		t.Fatal(err)
	}
	arguments = append([]string{
		"--endpoint-url", c.URL, "--region", c.Region, "--output", "json", "--no-cli-pager", "--cli-read-timeout", "30",
		"appmesh", dashed(operation), "--cli-input-json", string(document),
	}, arguments...)
	cmd := command(t, []string{
		"AWS_ACCESS_KEY_ID=" + c.Account, "AWS_SECRET_ACCESS_KEY=" + harness.Secret, fmt.Sprint("AWS_MAX_ATTEMPTS=", attempts),
	}, c.path, arguments...)
	var out, failure bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &failure
	c.slots <- struct{}{}
	err = cmd.Run()
	<-c.slots
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatalf("aws appmesh %s: %v", dashed(operation), err)
	}
	return out.String(), failure.String(), cmd.ProcessState.ExitCode()
}

// must runs an operation that is to succeed, and answers what it printed.
func (c cli) must(t *testing.T, operation string, in map[string]any, arguments ...string) map[string]any {
	t.Helper()
	return c.tries(t, 1, operation, in, arguments...)
}

// tries is must with as many attempts.
func (c cli) tries(t *testing.T, attempts int, operation string, in map[string]any, arguments ...string) map[string]any {
	t.Helper()
	stdout, stderr, code := c.run(t, attempts, operation, in, arguments...)
	if code != 0 || stderr != "" {
		t.Fatalf("aws appmesh %s %v: it ended with %d\n%s%s", dashed(operation), in, code, stdout, stderr)
	}
	if stdout == "" {
		return nil
	}
	var out map[string]any
	if err := json.Unmarshal([]byte(stdout), &out); err != nil {
		t.Fatalf("aws appmesh %s: %v in %s", dashed(operation), err, stdout)
	}
	return out
}

var complaint = regexp.MustCompile(`(?s)^\nAn error occurred \((\w+)\) when calling the (\w+) operation( \(reached max retries: \d+\))?: (.*)\n$`)

// refused runs an operation that is to fail with an exception, and answers its message.
func (c cli) refused(t *testing.T, attempts int, exception, operation string, in map[string]any, arguments ...string) string {
	t.Helper()
	stdout, stderr, code := c.run(t, attempts, operation, in, arguments...)
	said := complaint.FindStringSubmatch(stderr)
	if said == nil || said[1] != exception || said[2] != operation || code != 254 || stdout != "" {
		t.Fatalf("aws appmesh %s %v: it ended with %d, want 254 and a %s\n%s%s", dashed(operation), in, code, exception, stdout, stderr)
	}
	return said[4]
}

// dashed answers an operation as the CLI has it.
func dashed(operation string) string {
	var name strings.Builder
	for i, r := range operation {
		if unicode.IsUpper(r) && i > 0 {
			name.WriteByte('-')
		}
		name.WriteRune(unicode.ToLower(r))
	}
	return name.String()
}

// stem answers a kind as ARNs and members have it.
func stem(kindName string) string { return strings.ToLower(kindName[:1]) + kindName[1:] }

// with answers members and some more.
func with(in map[string]any, more ...any) map[string]any {
	all := map[string]any{}
	maps.Copy(all, in)
	for i := 0; i < len(more); i += 2 {
		all[more[i].(string)] = more[i+1]
	}
	return all
}

// names answers the members that name a resource in the mesh "mesh" and the home "home".
func (k kind) names(name string) map[string]any {
	in := map[string]any{}
	for i, home := range k.Homes {
		in[stem(home)+"Name"] = []string{"mesh", "home"}[i]
	}
	return with(in, stem(k.Name)+"Name", name)
}

// within answers the members that name what a resource of the kind lives in.
func (k kind) within() map[string]any {
	in := k.names("")
	delete(in, stem(k.Name)+"Name")
	return in
}

// prepare has calls made that are none of the CLI's business: by plain HTTP, which is quicker.
// It answers what the last of them answered.
func (c cli) prepare(t *testing.T, calls ...call) (data map[string]any) {
	t.Helper()
	collections := map[string]string{
		"CreateMesh": "", "CreateVirtualNode": "/mesh/virtualNodes", "CreateVirtualRouter": "/mesh/virtualRouters",
		"CreateVirtualService": "/mesh/virtualServices", "CreateVirtualGateway": "/mesh/virtualGateways",
		"CreateRoute": "/mesh/virtualRouter/home/routes", "CreateGatewayRoute": "/mesh/virtualGateway/home/gatewayRoutes",
	}
	client := http.Client{Transport: harness.Transport(), Timeout: patience}
	for _, each := range calls {
		body, err := json.Marshal(each.In)
		if err != nil {
			t.Fatal(err)
		}
		request, err := http.NewRequest(http.MethodPut, c.URL+"/v20190125/meshes"+collections[each.Operation], bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential="+c.Account+"/20190125/"+c.Region+
			"/appmesh/aws4_request, SignedHeaders=host, Signature=0")
		answer, err := client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil || answer.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s %s %v", each.Operation, answer.Status, text, err)
		}
		if data = nil; json.Unmarshal(text, &data) != nil {
			t.Fatalf("%s: %s", each.Operation, text)
		}
	}
	return data
}

// same reports how two values differ that JSON can write.
func same(t *testing.T, what string, want, got any) {
	t.Helper()
	if d := cmp.Diff(plain(t, want), plain(t, got)); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

func plain(t *testing.T, v any) (p any) {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &p); err != nil {
		t.Fatal(err)
	}
	return p
}
