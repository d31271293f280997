package companions

import (
	"html"
	"net/http"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/api"
	"github.com/appmesh-mock/appmesh-mock/server/internal/cbor"
	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
)

// protocol is the form of a service's requests, responses and errors.
type protocol int

const (
	query    protocol = iota // of STS, IAM and others: a form, and XML
	ec2                      // of EC2: like query, with other errors
	json10                   // JSON 1.0, with the operation in X-Amz-Target
	json11                   // JSON 1.1
	restJSON                 // as in App Mesh
	s3                       // of S3: paths, and XML
	rpcCBOR                  // Smithy RPC v2 CBOR, with the operation in the path
)

// The header by which requests and responses name their protocol, and its value for CBOR.
const (
	ProtocolHeader = "Smithy-Protocol"
	CBORProtocol   = "rpc-v2-cbor"
)

// contentType returns the media type of response bodies.
func (p protocol) contentType() string {
	switch p {
	case query, ec2:
		return "text/xml"
	case json10:
		return "application/x-amz-json-1.0"
	case json11:
		return "application/x-amz-json-1.1"
	case s3:
		return "application/xml"
	case rpcCBOR:
		return "application/cbor"
	default:
		return "application/json"
	}
}

// unknownOperation returns the exception for an operation that does not exist. It belongs to
// the errors that all services with the protocol share.
func (p protocol) unknownOperation() (api.Code, int) {
	switch p {
	case query, ec2:
		return "InvalidAction", http.StatusBadRequest
	case s3:
		return "NotImplemented", http.StatusNotImplemented
	case json10, json11, rpcCBOR:
		return api.UnknownOperationException, http.StatusBadRequest
	default:
		return api.UnknownOperationException, http.StatusNotFound
	}
}

// Codes returns the exceptions of this package that App Mesh does not have.
func Codes() []string {
	return []string{
		"IncompleteSignature", "InvalidAction", "InvalidClientTokenId", invalidParameterException,
		"MissingAuthenticationToken", "NotImplemented", "SerializationException",
	}
}

// ContentType returns the media type of the response body.
func (c Call) ContentType() string { return c.form.contentType() }

// IsCBOR reports whether the response must name its protocol in ProtocolHeader.
func (c Call) IsCBOR() bool { return c.form == rpcCBOR }

// SignatureError returns the error for a refused signature under its name in the call's
// protocol.
func (c Call) SignatureError(err error) *api.Error {
	e := *api.AsError(err)
	e.Rule = ruleNotServed
	switch {
	case c.form != query && e.Code == "SignatureDoesNotMatch":
		e.Code = "InvalidSignatureException"
	case c.form != query:
	case e.Code == "UnrecognizedClientException":
		e.Code = "InvalidClientTokenId"
	case e.Code == "InvalidSignatureException":
		e.Code = "SignatureDoesNotMatch"
	default:
		e.Code = api.Code(strings.TrimSuffix(string(e.Code), "Exception"))
	}
	return &e
}

// ErrorBody returns an error in the form of the call's protocol.
func (c Call) ErrorBody(e *api.Error, requestID string) []byte {
	code, message := xmlText(string(e.Code)), xmlText(e.Message)
	switch c.form {
	case query:
		namespace := ""
		if c.Service == "sts" {
			namespace = ` xmlns="` + stsNamespace + `"`
		}
		return []byte("<ErrorResponse" + namespace + "><Error><Type>Sender</Type><Code>" + code + "</Code><Message>" +
			message + "</Message></Error><RequestId>" + requestID + "</RequestId></ErrorResponse>")
	case ec2:
		return []byte("<Response><Errors><Error><Code>" + code + "</Code><Message>" + message +
			"</Message></Error></Errors><RequestID>" + requestID + "</RequestID></Response>")
	case s3:
		return []byte("<Error><Code>" + code + "</Code><Message>" + message + "</Message><RequestId>" + requestID +
			"</RequestId></Error>")
	case json10, json11:
		return jsonError(e)
	case rpcCBOR:
		body, _ := cbor.FromJSON(jsonError(e)) //nolint:errcheck // it is JSON
		return body
	default:
		return e.AppendJSON(nil)
	}
}

// jsonError returns an error as JSON. Exceptions in the model of the tagging API have the
// member Message; exceptions that all services share have message.
func jsonError(e *api.Error) []byte {
	member := `,"message":`
	if e.Code == invalidParameterException {
		member = `,"Message":`
	}
	body := model.AppendString([]byte(`{"__type":`), string(e.Code))
	return append(model.AppendString(append(body, member...), e.Message), '}')
}

// xmlText escapes text for XML. Characters that XML cannot represent become U+FFFD. Package
// encoding/xml would add 0.1 MB to each test binary.
func xmlText(s string) string {
	return html.EscapeString(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == '\uFFFE' || r == '\uFFFF' {
			return '\uFFFD'
		}
		return r
	}, s))
}
