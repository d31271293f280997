package sigv4

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"time"
)

// Error reports why a signature is refused (rule 26). Its HTTP status is 403.
type Error struct {
	// Code is MissingAuthenticationTokenException, IncompleteSignatureException,
	// InvalidSignatureException, SignatureDoesNotMatch or UnrecognizedClientException.
	Code string
	// Message is the message that AWS services have in common.
	Message string
}

// Error returns the code and the message.
func (e *Error) Error() string { return e.Code + ": " + e.Message }

func errMissing() error {
	return &Error{"MissingAuthenticationTokenException", "Missing Authentication Token"}
}

func errUnknownKey() error {
	return &Error{"UnrecognizedClientException", "The security token included in the request is invalid."}
}

func errMismatch() error {
	return &Error{"SignatureDoesNotMatch",
		"The request signature we calculated does not match the signature you provided." +
			" Check your AWS Secret Access Key and signing method. Consult the service documentation for details."}
}

// incomplete returns the error for a credential that is incomplete or cannot be parsed.
func incomplete(sentences ...string) error {
	return &Error{"IncompleteSignatureException", strings.Join(sentences, " ")}
}

// invalid returns the error for a credential with a wrong scope or time.
func invalid(sentences ...string) error {
	return &Error{"InvalidSignatureException", strings.Join(sentences, " ")}
}

// errHeaderLacks returns the error for an incomplete Authorization header. The message
// contains a hash instead of the header, which may contain secrets.
func errHeaderLacks(header string, sentences []string) error {
	sum := sha256.Sum256([]byte(header))
	return incomplete(append(sentences, "(Hashed with SHA-256 and encoded with Base64) Authorization="+
		base64.StdEncoding.EncodeToString(sum[:]))...)
}

func errCredentialForm(got string) error {
	return incomplete("Credential must have exactly 5 slash-delimited elements, " +
		"e.g. keyid/date/region/service/term, got '" + got + "'")
}

func errDateForm(got string) error {
	return incomplete("Date must be in ISO-8601 'basic format'. Got '" +
		got + "'. See http://en.wikipedia.org/wiki/ISO_8601")
}

// errExpired returns the error for a signature of the given date whose lifetime is over.
func errExpired(date, now time.Time, lifetime time.Duration) error {
	return invalid("Signature expired: " + stamp(date) + " is now earlier than " + stamp(now.Add(-lifetime)) +
		" (" + stamp(now) + " - " + inWords(lifetime) + ")")
}

func errNotYetCurrent(date, now time.Time) error {
	return invalid("Signature not yet current: " + stamp(date) + " is still later than " + stamp(now.Add(skew)) +
		" (" + stamp(now) + " + " + inWords(skew) + ")")
}
