package companions

import (
	"github.com/appmesh-mock/appmesh-mock/server/internal/api"
	"github.com/appmesh-mock/appmesh-mock/state"
)

const stsNamespace = "https://sts.amazonaws.com/doc/" + stsVersion + "/"

// callerIdentity returns the response to GetCallerIdentity: the root user of the caller's
// account, because an access key of twelve digits does not identify any other user (rule
// 120).
func callerIdentity(caller api.Caller, requestID string) []byte {
	return []byte(`<GetCallerIdentityResponse xmlns="` + stsNamespace + `"><GetCallerIdentityResult>` +
		"<Arn>arn:" + state.Partition(caller.Region) + ":iam::" + caller.Account + ":root</Arn>" +
		"<UserId>" + caller.Account + "</UserId><Account>" + caller.Account + "</Account>" +
		"</GetCallerIdentityResult><ResponseMetadata><RequestId>" + requestID +
		"</RequestId></ResponseMetadata></GetCallerIdentityResponse>")
}
