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

// written is a result that writes itself: one that is not JSON, or has no end.
type written interface{ write(http.ResponseWriter) }

// content is a result that is there as it is to be sent.
type content struct {
	contentType string
	data        []byte
}

func (c content) write(w http.ResponseWriter) { send(w, http.StatusOK, c.contentType, c.data) }

// send writes a whole answer.
func send(w http.ResponseWriter, status int, contentType string, data []byte) {
	setHeaders(w, contentType)
	w.WriteHeader(status)
	w.Write(data) //nolint:errcheck // a client that is gone needs no answer
}

func setHeaders(w http.ResponseWriter, contentType string) {
	h := w.Header()
	h.Set("Content-Type", contentType)
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
}

// answer writes a value as JSON.
func answer(w http.ResponseWriter, status int, value any) {
	body, err := encode(value)
	if err != nil {
		status, body = http.StatusInternalServerError, []byte(`{"message":"the answer cannot be written as JSON"}`+"\n")
	}
	send(w, status, "application/json", body)
}

// encode answers a value as one line of JSON.
func encode(value any) ([]byte, error) {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return body.Bytes(), err
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
	var mistyped *json.UnmarshalTypeError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &mistyped) && mistyped.Field == "":
		return &problem{http.StatusBadRequest, "the body must be a JSON object, not of type " + mistyped.Value}
	case errors.As(err, &mistyped):
		// The path of the member has the structs that it stands in; no body has objects in objects.
		return &problem{http.StatusBadRequest, mistyped.Field[strings.LastIndexByte(mistyped.Field, '.')+1:] + " must be of type " + mistyped.Type.String() + ", not " + mistyped.Value}
	case tooLarge(err) != nil:
		return tooLarge(err)
	case errors.Is(err, io.EOF):
		return &problem{http.StatusBadRequest, "the body must be a JSON object, and it is empty"}
	default:
		return &problem{http.StatusBadRequest, "the body must be a JSON object: " + strings.TrimPrefix(err.Error(), "json: ")}
	}
}

// readAll reads the body of a request as it stands.
func readAll(r *http.Request) ([]byte, error) {
	data, err := io.ReadAll(r.Body)
	switch {
	case err == nil:
		return data, nil
	case tooLarge(err) != nil:
		return nil, tooLarge(err)
	default:
		return nil, &problem{http.StatusBadRequest, "the body cannot be read: " + err.Error()}
	}
}

// tooLarge answers what to say if a body could not be read because of its size, else nil.
func tooLarge(err error) error {
	var tooMuch *http.MaxBytesError
	if !errors.As(err, &tooMuch) {
		return nil
	}
	return &problem{http.StatusRequestEntityTooLarge, "the body is larger than " + strconv.FormatInt(tooMuch.Limit, 10) + " bytes"}
}

func quoted(s string) string { return strconv.Quote(s) }
