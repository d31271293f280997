package sdkgo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
)

// refused is an error of botocore.
type refused struct {
	Status int    `json:"status"`
	Code   string `json:"code"`
}

// described_ holds the responses about a virtual router that botocore received.
type described_ struct {
	Name    string            `json:"name"`
	Version int               `json:"version"`
	Account string            `json:"account"`
	Route   string            `json:"route"`
	Tags    map[string]string `json:"tags"`
	Status  string            `json:"status"`
}

// Requests that botocore signed are accepted, also with unusual names. Requests that were changed
// after signing are refused. The AWS CLI and boto3 sign with botocore.
func TestSignaturesOfBotocoreAreAccepted(t *testing.T) {
	t.Parallel()
	if out, err := exec.Command("python3", "-c", "import botocore").CombinedOutput(); err != nil {
		harness.Unavailable(t,
			fmt.Sprintf("python3 with botocore is missing: install it with: pip install botocore\n%v %s", err, out))
	}
	eachStrict(t, func(t *testing.T, target harness.Target) {
		names, err := json.Marshal(unusualNames)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
		defer cancel()
		cmd := exec.CommandContext(ctx, "python3", "testdata/botocore_signer.py", target.URL, target.Region, knownKey,
			harness.Secret)
		cmd.Stdin = bytes.NewReader(names)
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("%v\n%s", err, stderr.Bytes())
		}
		var got struct {
			Names   []described_       `json:"names"`
			Refused map[string]refused `json:"refused"`
		}
		if err := json.Unmarshal(out, &got); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		var want []described_
		for _, name := range unusualNames {
			runes := []rune(name)
			want = append(want, described_{
				Name: name, Version: 2, Account: knownAccount, Route: name, Status: "DELETED",
				Tags: map[string]string{"k": string(runes[:min(len(runes), 50)])},
			})
		}
		if d := diff(want, got.Names); d != "" {
			t.Errorf("names (-want +got):\n%s", d)
		}
		if d := diff(map[string]refused{
			"wrong secret":  {403, "SignatureDoesNotMatch"},
			"unknown key":   {403, "UnrecognizedClientException"},
			"changed query": {403, "SignatureDoesNotMatch"},
			"changed date":  {403, "InvalidSignatureException"},
		}, got.Refused); d != "" {
			t.Errorf("refused (-want +got):\n%s", d)
		}
	})
}
