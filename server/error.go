package server

import (
	"net/http"

	"github.com/appmesh-mock/appmesh-mock/server/internal/api"
)

// Code is the name of an exception, as in "NotFoundException".
type Code = api.Code

// The exceptions that AWS's model of the API declares (rule 40), and AccessDeniedException.
const (
	BadRequestException          = api.BadRequestException
	ConflictException            = api.ConflictException
	ForbiddenException           = api.ForbiddenException
	InternalServerErrorException = api.InternalServerErrorException
	LimitExceededException       = api.LimitExceededException
	NotFoundException            = api.NotFoundException
	ResourceInUseException       = api.ResourceInUseException
	ServiceUnavailableException  = api.ServiceUnavailableException
	TooManyRequestsException     = api.TooManyRequestsException
	TooManyTagsException         = api.TooManyTagsException
	AccessDeniedException        = api.AccessDeniedException
)

// Error is an exception as App Mesh returns it.
type Error = api.Error

// The rules that this package implements (rules.go lists all).
const (
	ruleFormat         = 14
	ruleAuthentication = 26
	ruleCORS           = 39
	ruleLimits         = 62
)

func badRequest(rule int, message string) *Error {
	return &Error{Code: BadRequestException, Status: http.StatusBadRequest, Rule: rule, Message: message}
}

// The errors of requests that reach no operation.
var (
	unknownOperation = &Error{
		Code: api.UnknownOperationException, Status: http.StatusNotFound, Rule: ruleAuthentication,
		Message: "The requested operation is not one of the App Mesh API (2019-01-25): check method and path, " +
			"and that no name in the path is empty.",
	}
	bodyTooLarge = &Error{
		Code: api.RequestEntityTooLargeException, Status: http.StatusRequestEntityTooLarge, Rule: ruleLimits,
		Message: "The request's body is larger than 1048576 bytes.",
	}
	pathTooLong = &Error{
		Code: api.RequestURITooLongException, Status: http.StatusRequestURITooLong, Rule: ruleLimits,
		Message: "The request's path and query are longer than 8192 bytes.",
	}
)
