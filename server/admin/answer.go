package admin

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server"
)

// problem is an answer that says no.
type problem struct {
	status  int
	message string
}

// Error answers the message.
func (p *problem) Error() string { return p.message }

// message is the JSON of an error.
type message struct {
	Message string `json:"message"`
}

// empty is the JSON of an answer that has nothing to say.
type empty struct{}

// answer writes a value as JSON.
func answer(w http.ResponseWriter, status int, value any) {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		status = http.StatusInternalServerError
		body.Reset()
		body.WriteString(`{"message":"the answer cannot be written as JSON"}` + "\n")
	}
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	w.Write(body.Bytes()) //nolint:errcheck // a client that is gone needs no answer
}

// refuse writes an error: one of this package's, or one of the server's with its status.
func refuse(w http.ResponseWriter, err error) {
	var own *problem
	var said *server.Error
	switch {
	case errors.As(err, &own):
		answer(w, own.status, message{own.message})
	case errors.As(err, &said):
		answer(w, said.Status, message{said.Message})
	default:
		answer(w, http.StatusInternalServerError, message{err.Error()})
	}
}

// read reads the body of a request, one JSON object, into a value. A member that the
// value does not have is refused, so that a misspelt one is not taken for an absent one.
func read(r *http.Request, into any) error {
	decoder := json.NewDecoder(r.Body)
	decoder.DisallowUnknownFields()
	err := decoder.Decode(into)
	if err == nil {
		if _, more := decoder.Token(); more != io.EOF {
			err = errors.New("there is more after the JSON object")
		}
	}
	var tooMuch *http.MaxBytesError
	var mistyped *json.UnmarshalTypeError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &mistyped) && mistyped.Field == "":
		return &problem{http.StatusBadRequest, "the body must be a JSON object, not of type " + mistyped.Value}
	case errors.As(err, &mistyped):
		return &problem{http.StatusBadRequest, mistyped.Field + " must be of type " + mistyped.Type.String() + ", not " + mistyped.Value}
	case errors.As(err, &tooMuch):
		return &problem{http.StatusRequestEntityTooLarge, "the body is larger than " + strconv.Itoa(server.MaxBody) + " bytes"}
	case errors.Is(err, io.EOF):
		return &problem{http.StatusBadRequest, "the body must be a JSON object, and it is empty"}
	default:
		return &problem{http.StatusBadRequest, "the body must be a JSON object: " + strings.TrimPrefix(err.Error(), "json: ")}
	}
}

func quoted(s string) string { return strconv.Quote(s) }
