package api

import (
	"errors"
	"slices"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
	"github.com/appmesh-mock/appmesh-mock/server/internal/sigv4"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// Code is the name of an exception.
type Code string

// The exceptions that AWS's model of the API declares (rule 40), and those that AWS
// services share.
const (
	BadRequestException          Code = "BadRequestException"
	ConflictException            Code = "ConflictException"
	ForbiddenException           Code = "ForbiddenException"
	InternalServerErrorException Code = "InternalServerErrorException"
	LimitExceededException       Code = "LimitExceededException"
	NotFoundException            Code = "NotFoundException"
	ResourceInUseException       Code = "ResourceInUseException"
	ServiceUnavailableException  Code = "ServiceUnavailableException"
	TooManyRequestsException     Code = "TooManyRequestsException"
	TooManyTagsException         Code = "TooManyTagsException"

	// AccessDeniedException is returned by IAM (rule 25), and for an ARN of another account
	// (rule 19).
	AccessDeniedException Code = "AccessDeniedException"
	// UnknownOperationException is returned if no operation has the method and path (rule 26).
	UnknownOperationException Code = "UnknownOperationException"
	// RequestEntityTooLargeException and RequestURITooLongException are returned for the limits
	// of this server (rule 62).
	RequestEntityTooLargeException Code = "RequestEntityTooLargeException"
	RequestURITooLongException     Code = "RequestUriTooLongException"
)

// Status returns the HTTP status that AWS's model declares for the exception, 0 if the model
// does not declare it.
func (c Code) Status() int { return model.Exceptions[string(c)] }

// Declared reports whether AWS's model of the API declares the exception.
func (c Code) Declared() bool { return c.Status() != 0 }

// Error is an exception as App Mesh returns it.
type Error struct {
	Code    Code
	Status  int // the HTTP status
	Message string
	NoText  bool // the message is null (rule 15)
	Rule    int  // the number of the rule that was violated
	cause   error
}

// Error returns the code and the message.
func (e *Error) Error() string { return string(e.Code) + ": " + e.Message }

// Unwrap returns the underlying error: an error of package state, or the unexpected error
// behind an InternalServerErrorException.
func (e *Error) Unwrap() error { return e.cause }

// AppendJSON appends the error as the body of a response (rule 2).
func (e *Error) AppendJSON(dst []byte) []byte {
	if e.NoText {
		return append(dst, `{"message":null}`...)
	}
	w := jsonWriter{dst}
	w.open()
	w.text("message", e.Message)
	w.close()
	return w.buf
}

// exception returns an error with a declared code, whose HTTP status is the model's.
func exception(code Code, rule int, message string) *Error {
	return &Error{Code: code, Status: code.Status(), Message: message, Rule: rule}
}

func badRequest(rule int, message string) *Error {
	return exception(BadRequestException, rule, message)
}

func badRequestSilent(rule int) *Error {
	e := badRequest(rule, "")
	e.NoText = true
	return e
}

func accessDenied(rule int, message string) *Error {
	return &Error{Code: AccessDeniedException, Status: 403, Rule: rule, Message: message}
}

// AsError converts err to an App Mesh exception. No other function converts errors of the
// store, the model or signatures. An unexpected error becomes an InternalServerErrorException
// that wraps it.
func AsError(err error) *Error {
	var e *Error
	var invalid *model.Invalid
	var violation *model.RuleViolation
	var signature *sigv4.Error
	switch {
	case errors.As(err, &e):
		return e
	case errors.As(err, &invalid):
		return badRequest(ruleOf(invalid.Violations[0]), invalid.Error())
	case errors.As(err, &violation):
		return badRequest(violation.Rule, violation.Text)
	case errors.As(err, &signature):
		return &Error{Code: Code(signature.Code), Status: 403, Message: signature.Message, Rule: ruleAuthentication}
	}
	e = ofStore(err)
	e.cause = err
	return e
}

// ruleOf returns the rule that a violation of the model breaks. Two members have rules of
// their own.
func ruleOf(v model.Violation) int {
	switch v.Member {
	case "limit":
		return rulePaging
	case "meshOwner":
		return ruleMeshOwner
	default:
		return v.Rule
	}
}

// ofStore converts an error of the store to an exception.
func ofStore(err error) *Error {
	switch err := err.(type) { //nolint:errorlint // the store does not wrap its errors
	case state.NotFoundError:
		return exception(NotFoundException, notFoundRule(err.Key.Kind), notFoundText(err.Key))
	case state.ExistsError:
		return exception(ConflictException, ruleNameInUse, existsText(err.Key))
	case state.TokenReusedError:
		return exception(ConflictException, ruleToken, tokenReusedText)
	case state.DanglingReferenceError:
		return exception(NotFoundException, danglingRule(err), danglingText(err))
	case state.InUseError:
		rule, text := inUseText(err)
		return exception(ResourceInUseException, rule, text)
	case state.QuotaExceededError:
		return exception(LimitExceededException, ruleQuotas, quotaText(err))
	case state.NotOwnerError:
		return exception(ForbiddenException, notOwnerRule(err), notOwnerText)
	case state.TooManyTagsError:
		return exception(TooManyTagsException, ruleTooManyTags, tooManyTagsText)
	case state.PortMissingError:
		rule, text := portMissingText(err)
		return badRequest(rule, text)
	case state.PortsMissingError:
		rule, text := portsMissingText(err)
		return badRequest(rule, text)
	case state.ProtocolInUseError:
		return badRequest(ruleListenerChange, protocolInUseText(err))
	case state.ListenerInUseError:
		return badRequest(ruleListenerInUse, listenerInUseText(err))
	default:
		return exception(InternalServerErrorException, ruleExceptions, declaredTexts[InternalServerErrorException])
	}
}

// Injected returns the exception of an injected fault for an operation of the caller. If
// message is empty, App Mesh's message is used.
func Injected(code Code, message string, caller Caller, operation string) *Error {
	if code == AccessDeniedException {
		e := accessDenied(ruleAccessDenied, message)
		if message == "" {
			e.Message = accessDeniedText(caller, operation)
		}
		return e
	}
	e := exception(code, ruleExceptions, message)
	if message == "" {
		e.Message = declaredTexts[code]
	}
	return e
}

// Codes returns the names of all exceptions, sorted.
func Codes() []string {
	codes := []string{
		string(AccessDeniedException), string(UnknownOperationException),
		string(RequestEntityTooLargeException), string(RequestURITooLongException),
		// The exceptions for refused signatures (rule 26).
		"MissingAuthenticationTokenException", "IncompleteSignatureException", "InvalidSignatureException",
		"SignatureDoesNotMatch", "UnrecognizedClientException",
	}
	for code := range model.Exceptions {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	return codes
}
