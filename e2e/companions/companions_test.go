package companions

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/appmesh"
	meshtypes "github.com/aws/aws-sdk-go-v2/service/appmesh/types"
	tagging "github.com/aws/aws-sdk-go-v2/service/resourcegroupstaggingapi"
	"github.com/aws/aws-sdk-go-v2/service/resourcegroupstaggingapi/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
)

func TestMain(m *testing.M) { os.Exit(harness.Main(m)) }

// verified starts a server that checks the signatures of the target's account.
func verified(t *testing.T) harness.Target {
	t.Helper()
	account := harness.Account()
	target := harness.Run(t, "--verify-signatures", "--credentials", account+":"+harness.Secret)
	target.Account = account
	return target
}

// createMeshes creates n meshes with the tags team=a and number=<n>.
func createMeshes(t *testing.T, target harness.Target, n int) {
	t.Helper()
	client := appmesh.NewFromConfig(harness.Config(target))
	for i := range n {
		_, err := client.CreateMesh(t.Context(), &appmesh.CreateMeshInput{
			MeshName: aws.String(fmt.Sprintf("mesh-%02d", i)),
			Tags: []meshtypes.TagRef{
				{Key: aws.String("team"), Value: aws.String("a")},
				{Key: aws.String("number"), Value: aws.String(fmt.Sprint(i))},
			},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestGoFindsItsIdentityAndItsResourcesAtOneEndpoint(t *testing.T) {
	t.Parallel()
	target := verified(t)
	createMeshes(t, target, 5)
	identities := sts.NewFromConfig(harness.Config(target))
	identity, err := identities.GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{})
	if err != nil {
		t.Fatal(err)
	}
	if got := aws.ToString(identity.Account); got != target.Account {
		t.Errorf("the account is %s, want %s", got, target.Account)
	}
	if got, want := aws.ToString(identity.Arn), "arn:aws:iam::"+target.Account+":root"; got != want {
		t.Errorf("the ARN is %s, want %s", got, want)
	}

	client := tagging.NewFromConfig(harness.Config(target))
	pages := tagging.NewGetResourcesPaginator(client, &tagging.GetResourcesInput{
		ResourcesPerPage:    aws.Int32(2),
		ResourceTypeFilters: []string{"appmesh:mesh"},
		TagFilters:          []types.TagFilter{{Key: aws.String("team"), Values: []string{"a"}}},
	})
	var sizes []int
	var found []types.ResourceTagMapping
	for pages.HasMorePages() && len(sizes) < 10 {
		page, err := pages.NextPage(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		sizes = append(sizes, len(page.ResourceTagMappingList))
		found = append(found, page.ResourceTagMappingList...)
	}
	if fmt.Sprint(sizes) != "[2 2 1]" {
		t.Errorf("the pages have %v resources", sizes)
	}
	for i, each := range found {
		want := fmt.Sprintf("arn:aws:appmesh:us-east-1:%s:mesh/mesh-%02d", target.Account, i)
		if aws.ToString(each.ResourceARN) != want || len(each.Tags) != 2 ||
			aws.ToString(each.Tags[1].Value) != fmt.Sprint(i) {
			t.Errorf("resource %d is %s with %d tags", i, aws.ToString(each.ResourceARN), len(each.Tags))
		}
	}
}

func TestGoReadsTheErrorsOfOtherOperations(t *testing.T) {
	t.Parallel()
	target := verified(t)
	_, assume := sts.NewFromConfig(harness.Config(target)).AssumeRole(t.Context(), &sts.AssumeRoleInput{
		RoleArn: aws.String("arn:aws:iam::123456789012:role/r"), RoleSessionName: aws.String("s"),
	})
	client := tagging.NewFromConfig(harness.Config(target))
	_, keys := client.GetTagKeys(t.Context(), &tagging.GetTagKeysInput{})
	_, invalid := client.GetResources(t.Context(), &tagging.GetResourcesInput{ResourcesPerPage: aws.Int32(101)})
	for _, c := range []struct {
		err           error
		code, message string
	}{
		{assume, "InvalidAction", "AssumeRole of the service sts is not served"},
		{keys, "UnknownOperationException", "GetTagKeys of the service tagging is not served"},
		{invalid, "InvalidParameterException", "ResourcesPerPage must be from 1 to 100"},
	} {
		var refused smithy.APIError
		if !errors.As(c.err, &refused) || refused.ErrorCode() != c.code ||
			!strings.Contains(refused.ErrorMessage(), c.message) {
			t.Errorf("%v, want %s: %s", c.err, c.code, c.message)
		}
	}
	var typed *types.InvalidParameterException
	if !errors.As(invalid, &typed) {
		t.Errorf("%v is not typed", invalid)
	}
}

// script makes the calls of a tool with boto3, and prints the results.
const script = `
import os, boto3
from botocore.config import Config
from botocore.exceptions import ClientError

def client(name):
    config = Config(proxies={}, retries={"max_attempts": 0})
    return boto3.client(name, endpoint_url=os.environ["E2E_URL"], config=config)

print(client("sts").get_caller_identity()["Account"])
tagging = client("resourcegroupstaggingapi")
pages = tagging.get_paginator("get_resources").paginate(
    ResourceTypeFilters=["appmesh"], TagFilters=[{"Key": "number", "Values": ["1", "2"]}], ResourcesPerPage=1)
print([r["ResourceARN"].rsplit("/")[-1] for page in pages for r in page["ResourceTagMappingList"]])
for call in (tagging.get_tag_keys, client("iam").list_users, client("sts").get_session_token,
             client("ec2").describe_instances, client("dynamodb").list_tables, client("lambda").list_functions,
             client("s3").list_buckets):
    try:
        call()
        print("success")
    except ClientError as e:
        error = e.response["Error"]
        print(error["Code"], "not served" in error["Message"])
`

func TestBoto3FindsItsIdentityAndItsResourcesAtOneEndpoint(t *testing.T) {
	t.Parallel()
	target := verified(t)
	createMeshes(t, target, 3)
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	env := []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "E2E_URL=" + target.URL, "AWS_DEFAULT_REGION=" + target.Region,
		"AWS_ACCESS_KEY_ID=" + target.Account, "AWS_SECRET_ACCESS_KEY=" + harness.Secret, "AWS_EC2_METADATA_DISABLED=true",
	}
	cmd := exec.CommandContext(ctx, python(t), "-c", script)
	cmd.Env = env
	out, err := cmd.CombinedOutput()
	want := target.Account + `
['mesh-01', 'mesh-02']
UnknownOperationException True
InvalidAction True
InvalidAction True
InvalidAction True
UnknownOperationException True
UnknownOperationException True
NotImplemented True
`
	if err != nil || string(out) != want {
		t.Errorf("got %v\n%s\nwant\n%s", err, out, want)
	}
}

// python returns a Python that has boto3, or skips the test.
func python(t *testing.T) string {
	t.Helper()
	for _, path := range []string{"/usr/bin/python3", "python3"} {
		if exec.Command(path, "-c", "import boto3").Run() == nil {
			return path
		}
	}
	const text = "boto3 is missing: install it with e2e/sdks/install.sh"
	harness.Unavailable(t, text)
	return ""
}
