package sdks

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
)

// cli runs the AWS CLI as the account of a target.
type cli struct {
	harness.Target
	awsCLI
}

// awsCLI is an installed version of the AWS CLI, with its differences from the other one.
type awsCLI struct {
	path, python string
	retried      []string // the codes on which it tries again
	failure      int      // the exit code after an error of the service
	options      []string
	*driver
}

func TestAWSCLIOfDebian(t *testing.T) {
	const path = "/usr/bin/aws"
	if v := version(t, "apt-get install awscli", path, "--version"); !strings.HasPrefix(v, "aws-cli/2.") {
		missing(t, "version 2 of the AWS CLI", "apt-get install awscli", errors.New(v))
	}
	testCLI(t, awsCLI{
		path: path, python: "/usr/bin/python3", retried: throttledAndLimited, failure: 254,
		options: []string{"--no-cli-pager"},
	})
}

func TestAWSCLIv1(t *testing.T) {
	path := installed("boto3", "bin", "aws")
	version(t, "", path, "--version")
	testCLI(t, awsCLI{path: path, python: installed("boto3", "bin", "python"), retried: throttled, failure: 255})
}

func testCLI(t *testing.T, a awsCLI) {
	t.Helper()
	t.Parallel()
	a.driver = startDriver(t, command(t, nil, a.python, "python/awscli_driver.py"))
	for name, test := range map[string]func(*testing.T){
		"lifecycle": a.testLifecycle, "errors": a.testErrors, "pages": a.testPages, "retries": a.testRetries,
		"unusual names": a.testUnusualNames, "process": a.testProcess,
	} {
		t.Run(name, test)
	}
}

// on returns the CLI with an account that no other test uses.
func (a awsCLI) on(target harness.Target) cli {
	target.Account = harness.Account()
	return cli{target, a}
}

// strict returns a server that verifies the signatures of one account, its target's.
func strict(t *testing.T) harness.Target {
	t.Helper()
	account := harness.Account()
	target := harness.Run(t, "--verify-signatures", "--credentials", keysFrom(t, account, 1))
	target.Account = account
	return target
}

// run runs an operation whose members are a JSON document, with further arguments.
func (c cli) run(
	t *testing.T, attempts int, operation string, in members, arguments ...string,
) (stdout, stderr string, code int) {
	t.Helper()
	r := c.send(t, request{
		KeyID: c.Account, Secret: harness.Secret, Attempts: attempts,
		Arguments: c.arguments(t, operation, in, arguments...),
	})
	if r.Error != nil {
		t.Fatalf("aws appmesh %s: %v", dashed(operation), r.Error)
	}
	return r.Stdout, r.Stderr, r.Code
}

// runProcess is run with one attempt in a separate process, which takes longer.
func (c cli) runProcess(t *testing.T, operation string, in members) (stdout, stderr string, code int) {
	t.Helper()
	cmd := command(t, []string{
		"AWS_ACCESS_KEY_ID=" + c.Account, "AWS_SECRET_ACCESS_KEY=" + harness.Secret, "AWS_MAX_ATTEMPTS=1",
	}, c.path, c.arguments(t, operation, in)...)
	var out, failure bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &failure
	err := cmd.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatalf("aws appmesh %s: %v", dashed(operation), err)
	}
	return out.String(), failure.String(), cmd.ProcessState.ExitCode()
}

// arguments returns the command line of an operation.
func (c cli) arguments(t *testing.T, operation string, in members, further ...string) []string {
	t.Helper()
	document, err := json.Marshal(with(in))
	if err != nil {
		t.Fatal(err)
	}
	return slices.Concat(c.options, []string{
		"--endpoint-url", c.URL, "--region", c.Region, "--output", "json", "--cli-read-timeout", "30",
		"appmesh", dashed(operation), "--cli-input-json", string(document),
	}, further)
}

// testProcess expects the command to write and return the same as within the driver.
func (a awsCLI) testProcess(t *testing.T) {
	t.Parallel()
	c := cli{strict(t), a}
	type result struct {
		stdout, stderr string
		code           int
	}
	check := func(operation string, in members) {
		var got, want result
		got.stdout, got.stderr, got.code = c.runProcess(t, operation, in)
		want.stdout, want.stderr, want.code = c.run(t, 1, "DescribeMesh", in)
		if got != want {
			t.Errorf("%s of %v returns %+v, and describe-mesh in the driver %+v", dashed(operation), in, got, want)
		}
	}
	check("CreateMesh", mesh) // returns the same as a description
	check("DescribeMesh", members{"meshName": "missing"})
}

// must runs an operation once, which succeeds, and returns its output.
func (c cli) must(t *testing.T, operation string, in members, arguments ...string) members {
	t.Helper()
	return c.mustRetry(t, 1, operation, in, arguments...)
}

// mustRetry is must with a largest number of attempts.
func (c cli) mustRetry(t *testing.T, attempts int, operation string, in members, arguments ...string) members {
	t.Helper()
	stdout, stderr, code := c.run(t, attempts, operation, in, arguments...)
	if code != 0 || stderr != "" {
		t.Fatalf("aws appmesh %s %v: exit code %d\n%s%s", dashed(operation), in, code, stdout, stderr)
	}
	if stdout == "" {
		return nil
	}
	var out members
	if err := json.Unmarshal([]byte(stdout), &out); err != nil {
		t.Fatalf("aws appmesh %s: %v in %s", dashed(operation), err, stdout)
	}
	return out
}

var errorPattern = regexp.MustCompile(`(?s)^\nAn error occurred \((\w+)\) when calling the (\w+) operation` +
	`( \(reached max retries: \d+\))?: (.*)\n$`)

// refused runs an operation that fails with an exception, and returns its message.
func (c cli) refused(t *testing.T, attempts int, exception, operation string, in members, arguments ...string) string {
	t.Helper()
	stdout, stderr, code := c.run(t, attempts, operation, in, arguments...)
	found := errorPattern.FindStringSubmatch(stderr)
	if found == nil || found[1] != exception || found[2] != operation || code != c.failure || stdout != "" {
		t.Fatalf("aws appmesh %s %v: exit code %d, want %d and a %s\n%s%s",
			dashed(operation), in, code, c.failure, exception, stdout, stderr)
	}
	return found[4]
}

// dashed returns an operation as the CLI spells it.
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

// create creates resources by plain HTTP, which is quicker than the CLI, and returns the data of
// the last one.
func create(t *testing.T, target harness.Target, calls ...call) (data members) {
	t.Helper()
	collections := map[string]string{
		"CreateMesh": "", "CreateVirtualNode": "/mesh/virtualNodes", "CreateVirtualRouter": "/mesh/virtualRouters",
		"CreateVirtualService": "/mesh/virtualServices", "CreateVirtualGateway": "/mesh/virtualGateways",
		"CreateRoute": "/mesh/virtualRouter/parent/routes", "CreateGatewayRoute": "/mesh/virtualGateway/parent/gatewayRoutes",
	}
	client := http.Client{Transport: harness.Transport(), Timeout: timeout}
	for _, each := range calls {
		body, err := json.Marshal(each.Input)
		if err != nil {
			t.Fatal(err)
		}
		url := target.URL + "/v20190125/meshes" + collections[each.Operation]
		request, err := http.NewRequest(http.MethodPut, url, bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential="+target.Account+"/20190125/"+target.Region+
			"/appmesh/aws4_request, SignedHeaders=host, Signature=0")
		response, err := client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil || response.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s %s %v", each.Operation, response.Status, text, err)
		}
		if data = nil; json.Unmarshal(text, &data) != nil {
			t.Fatalf("%s: %s", each.Operation, text)
		}
	}
	return data
}
