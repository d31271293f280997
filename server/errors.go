package server

import (
	"errors"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
	"github.com/appmesh-mock/appmesh-mock/server/internal/sigv4"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// Error is an answer that says no, in App Mesh's words.
type Error struct {
	Code    string // the exception, such as "NotFoundException"
	Status  int    // of HTTP; it follows from the code
	Message string
	Silent  bool // the message is null (rule 15)
	Rule    int  // the rule that was broken (rules.go)
}

// Error answers code and message.
func (e *Error) Error() string { return e.Code + ": " + e.Message }

// body answers the error as a JSON document (rule 2).
func (e *Error) body() []byte {
	if e.Silent {
		return []byte(`{"message":null}`)
	}
	d := &document{}
	d.open()
	d.text("message", e.Message)
	d.close()
	return d.json
}

// Exceptions answers the HTTP status of each exception that App Mesh declares (MODEL).
func Exceptions() map[string]int { return model.Exceptions }

// exception answers an error with one of the declared codes; its status is the model's.
func exception(code string, rule int, message string) *Error {
	return &Error{Code: code, Status: model.Exceptions[code], Message: message, Rule: rule}
}

func badRequest(rule int, message string) *Error {
	return exception("BadRequestException", rule, message)
}

func badRequestSilent(rule int) *Error {
	e := badRequest(rule, "")
	e.Silent = true
	return e
}

func notFound(rule int, message string) *Error {
	return exception("NotFoundException", rule, message)
}

func conflict(rule int, message string) *Error {
	return exception("ConflictException", rule, message)
}

func inUse(rule int, message string) *Error {
	return exception("ResourceInUseException", rule, message)
}

func forbidden(rule int, message string) *Error {
	return exception("ForbiddenException", rule, message)
}

// The errors that no fact of the state stands behind.
var (
	unknownOperation = &Error{Code: "UnknownOperationException", Status: 404, Rule: 26,
		Message: "The requested operation is not one of the App Mesh API (2019-01-25): check method and path, and that no name in the path is empty."}
	tooLarge = &Error{Code: "RequestEntityTooLargeException", Status: 413, Rule: 62,
		Message: "The request's body is larger than 1048576 bytes."}
	pathTooLong = &Error{Code: "RequestUriTooLongException", Status: 414, Rule: 62,
		Message: "The request's path and query are longer than 8192 bytes."}
	internalError = exception("InternalServerErrorException", 40, declaredTexts["InternalServerErrorException"])
)

// asError is the one place where what went wrong becomes an exception: facts of the state,
// violations of the model, refused signatures.
func asError(err error) *Error {
	var said *Error
	var invalid *model.Invalid
	var broken *model.RuleViolation
	var unsigned *sigv4.Error
	switch {
	case errors.As(err, &said):
		return said
	case errors.As(err, &invalid):
		return badRequest(invalidRule(invalid.Violations[0]), invalid.Error())
	case errors.As(err, &broken):
		return badRequest(broken.Rule, broken.Text)
	case errors.As(err, &unsigned):
		return &Error{Code: unsigned.Code, Status: 403, Message: unsigned.Message, Rule: 26}
	default:
		return factError(err)
	}
}

// invalidRule answers the rule that a violation breaks: two members have one of their own.
func invalidRule(v model.Violation) int {
	switch v.Member {
	case "limit":
		return 17
	case "meshOwner":
		return 24
	default:
		return v.Rule
	}
}

// ruleListenerInUse: a listener that routes match cannot be removed.
const ruleListenerInUse = 69

// factError answers what App Mesh says to a fact of the state.
func factError(err error) *Error {
	switch fact := err.(type) { //nolint:errorlint // the store wraps nothing
	case state.NotFoundError:
		return notFound(notFoundRule(fact.Key.Kind), notFoundText(fact.Key))
	case state.ExistsError:
		return conflict(4, existsText(fact.Key))
	case state.TokenReusedError:
		return conflict(6, tokenReusedText)
	case state.DanglingReferenceError:
		return notFound(danglingRule(fact), danglingText(fact))
	case state.InUseError:
		rule, text := inUseText(fact)
		return inUse(rule, text)
	case state.QuotaExceededError:
		return exception("LimitExceededException", 12, quotaText(fact))
	case state.NotOwnerError:
		return forbidden(notOwnerRule(fact), notOwnerText)
	case state.TooManyTagsError:
		return exception("TooManyTagsException", 22, tooManyTagsText)
	case state.PortMissingError:
		rule, text := portMissingText(fact)
		return badRequest(rule, text)
	case state.PortsMissingError:
		rule, text := portsMissingText(fact)
		return badRequest(rule, text)
	case state.ProtocolInUseError:
		return badRequest(29, protocolInUseText(fact))
	case state.ListenerInUseError:
		return badRequest(ruleListenerInUse, listenerInUseText(fact))
	default:
		return internalError
	}
}
