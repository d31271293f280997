package sdkgo

import (
	"errors"
	"testing"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	awserrv1 "github.com/aws/aws-sdk-go/aws/awserr"
	"github.com/aws/smithy-go"
)

// checkError checks the status, the code and the message of an error of either SDK, and that it has a request
// id.
func checkError(t *testing.T, what string, err error, status int, code, message string) {
	t.Helper()
	gotStatus, gotCode, gotMessage, id := errorFields(err)
	if gotStatus != status || gotCode != code || gotMessage != message {
		t.Errorf("%s: %v\ngot %d %s: %s\nwant %d %s: %s", what, err, gotStatus, gotCode, gotMessage, status, code,
			message)
	}
	if !uuidV4.MatchString(id) {
		t.Errorf("%s: the request id of the error is %q", what, id)
	}
}

// errorFields returns the code and the message of an error of either SDK.
func errorFields(err error) (status int, code, message, requestID string) {
	if v1 := awserrv1.RequestFailure(nil); errors.As(err, &v1) {
		return v1.StatusCode(), v1.Code(), v1.Message(), v1.RequestID()
	}
	var api smithy.APIError
	if errors.As(err, &api) {
		code, message = api.ErrorCode(), api.ErrorMessage()
	}
	var response *awshttp.ResponseError
	if errors.As(err, &response) {
		status, requestID = response.HTTPStatusCode(), response.ServiceRequestID()
	}
	return status, code, message, requestID
}
