// Package companions tests sts:GetCallerIdentity and tag:GetResources (rules 120 to 124) with
// the AWS SDK for Go and with boto3: one endpoint for all services is enough for a tool.
package companions
