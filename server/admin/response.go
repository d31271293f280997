package admin

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server"
)

// statusError is an error with its HTTP status.
type statusError struct {
	status  int
	message string
}

// Error returns the message.
func (e *statusError) Error() string { return e.message }

func badRequest(message string) error { return &statusError{http.StatusBadRequest, message} }

// errorJSON is the JSON of an error.
type errorJSON struct {
	Message string `json:"message"`
}

// empty is the JSON of a response without content.
type empty struct{}

// writer is a result that writes its own response, because it is not JSON or does not end.
type writer interface{ write(http.ResponseWriter) }

// content is a result that is sent unchanged.
type content struct {
	contentType string
	data        []byte
}

func (c content) write(w http.ResponseWriter) { write(w, http.StatusOK, c.contentType, c.data) }

// write writes a whole response.
func write(w http.ResponseWriter, status int, contentType string, data []byte) {
	setHeaders(w, contentType)
	w.WriteHeader(status)
	w.Write(data) //nolint:errcheck // the client is gone
}

func setHeaders(w http.ResponseWriter, contentType string) {
	h := w.Header()
	h.Set("Content-Type", contentType)
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
}

// writeJSON writes a value as JSON.
func writeJSON(w http.ResponseWriter, status int, value any) {
	body, err := encode(value)
	if err != nil {
		status, body = http.StatusInternalServerError,
			[]byte(`{"message":"the response cannot be written as JSON"}`+"\n")
	}
	write(w, status, "application/json", body)
}

// encode returns a value as one line of JSON.
func encode(value any) ([]byte, error) {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return body.Bytes(), err
}

// writeError writes an error: one of this package, or one of the server, with its status.
func writeError(w http.ResponseWriter, err error) {
	var own *statusError
	var refused *server.Error
	switch {
	case errors.As(err, &own):
		writeJSON(w, own.status, errorJSON{own.message})
	case errors.As(err, &refused):
		writeJSON(w, refused.Status, errorJSON{refused.Message})
	default:
		writeJSON(w, http.StatusInternalServerError, errorJSON{err.Error()})
	}
}

// read reads the body of a request, one JSON object, into a value. It refuses members that
// the value does not have: a misspelt member must not be taken for an absent one.
func read(r *http.Request, into any) error {
	decoder := json.NewDecoder(r.Body)
	decoder.DisallowUnknownFields()
	err := decoder.Decode(into)
	if err == nil {
		if _, more := decoder.Token(); more != io.EOF {
			err = badRequest("the body must be a JSON object: there is more after the JSON object")
		}
	}
	var mistyped *json.UnmarshalTypeError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &mistyped) && mistyped.Field == "":
		return badRequest("the body must be a JSON object, not of type " + mistyped.Value)
	case errors.As(err, &mistyped):
		// Field has the names of embedded structs; no body has objects in objects.
		member := mistyped.Field[strings.LastIndexByte(mistyped.Field, '.')+1:]
		return badRequest(member + " must be of type " + typeName(mistyped.Type) + ", not " + mistyped.Value)
	case tooLarge(err) != nil:
		return tooLarge(err)
	case errors.Is(err, io.EOF):
		return badRequest("the body must be a JSON object, and it is empty")
	case errors.As(err, new(*json.SyntaxError)), errors.Is(err, io.ErrUnexpectedEOF),
		strings.HasPrefix(err.Error(), "json: "):
		return badRequest("the body must be a JSON object: " + strings.TrimPrefix(err.Error(), "json: "))
	default:
		return badRequest(err.Error())
	}
}

// typeName returns the name of a type in a message: for a type of this project, that of
// the type that it is made of.
func typeName(t reflect.Type) string {
	if t.PkgPath() != "" {
		return t.Kind().String()
	}
	return t.String()
}

// readAll reads the whole body of a request.
func readAll(r *http.Request) ([]byte, error) {
	data, err := io.ReadAll(r.Body)
	switch {
	case err == nil:
		return data, nil
	case tooLarge(err) != nil:
		return nil, tooLarge(err)
	default:
		return nil, badRequest("the body cannot be read: " + err.Error())
	}
}

// tooLarge returns the error to respond with if a body is too large, and nil otherwise.
func tooLarge(err error) error {
	var tooMuch *http.MaxBytesError
	if !errors.As(err, &tooMuch) {
		return nil
	}
	return &statusError{
		http.StatusRequestEntityTooLarge,
		"the body is larger than " + strconv.FormatInt(tooMuch.Limit, 10) + " bytes",
	}
}
