package sigv4

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"time"
)

// Error is why a request is refused (rule 26). The caller answers each with 403.
type Error struct {
	// Code is MissingAuthenticationTokenException, IncompleteSignatureException,
	// InvalidSignatureException, SignatureDoesNotMatch or UnrecognizedClientException.
	Code string
	// Message is the sentence, in AWS's common wording.
	Message string
}

// Error is the code and the sentence.
func (e *Error) Error() string { return e.Code + ": " + e.Message }

func errMissing() error {
	return &Error{"MissingAuthenticationTokenException", "Missing Authentication Token"}
}

func errUnknownKey() error {
	return &Error{"UnrecognizedClientException", "The security token included in the request is invalid."}
}

func errMismatch() error {
	return &Error{"SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided." +
		" Check your AWS Secret Access Key and signing method. Consult the service documentation for details."}
}

// incomplete is about a credential that lacks something or cannot be read.
func incomplete(sentences ...string) error {
	return &Error{"IncompleteSignatureException", strings.Join(sentences, " ")}
}

// invalid is about a credential that can be read but is not good here or now.
func invalid(sentences ...string) error {
	return &Error{"InvalidSignatureException", strings.Join(sentences, " ")}
}

// errHeaderLacks names what an Authorization header lacks. The header goes into
// the sentence as a hash, so that an answer never repeats a secret.
func errHeaderLacks(header string, sentences []string) error {
	sum := sha256.Sum256([]byte(header))
	return incomplete(append(sentences, "(Hashed with SHA-256 and encoded with Base64) Authorization="+
		base64.StdEncoding.EncodeToString(sum[:]))...)
}

func errCredentialForm(got string) error {
	return incomplete("Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '" + got + "'")
}

func errDateForm(got string) error {
	return incomplete("Date must be in ISO-8601 'basic format'. Got '" + got + "'. See http://en.wikipedia.org/wiki/ISO_8601")
}

// errExpired is about a signature made at date, good until lifetime after it.
func errExpired(date, now time.Time, lifetime time.Duration) error {
	return invalid("Signature expired: " + stamp(date) + " is now earlier than " + stamp(now.Add(-lifetime)) +
		" (" + stamp(now) + " - " + inWords(lifetime) + ")")
}

func errNotYetCurrent(date, now time.Time) error {
	return invalid("Signature not yet current: " + stamp(date) + " is still later than " + stamp(now.Add(skew)) +
		" (" + stamp(now) + " + " + inWords(skew) + ")")
}
