package client

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// Event is a change of the state.
type Event struct {
	Change        string   `json:"change"` // "created", "updated", "deleted", "tagged", "reset"
	Kind          string   `json:"kind"`   // the members from here are empty for a reset
	Names         []string `json:"names"`  // outermost first
	Account       string   `json:"account"`
	Region        string   `json:"region"`
	ResourceOwner string   `json:"resourceOwner"`
	Version       int64    `json:"version"`

	JSON json.RawMessage `json:"-"` // the whole event
}

// maxEvent is the largest length of a line in the stream, in bytes.
const maxEvent = 1 << 20

// Events calls each with every event that matches the query, until each returns an error, the
// context ends, or the server ends the stream. The first call has a nil event. It is made
// when the stream has begun, so all later changes are received.
func (c *Client) Events(ctx context.Context, query url.Values, each func(*Event) error) error {
	response, err := c.send(ctx, http.MethodGet, "/events", query, nil)
	if err != nil {
		return err
	}
	defer response.Body.Close() //nolint:errcheck // the stream has no end to read
	if err := each(nil); err != nil {
		return err
	}
	lines := bufio.NewScanner(response.Body)
	lines.Buffer(nil, maxEvent)
	for name := ""; lines.Scan(); {
		field, value, _ := strings.Cut(lines.Text(), ": ")
		if field == "event" {
			name = value
		}
		if field != "data" {
			continue
		}
		if name == "end" {
			return endOf(value)
		}
		event := Event{JSON: json.RawMessage(value)}
		if err := json.Unmarshal([]byte(value), &event); err != nil {
			return fmt.Errorf("an event of %s cannot be read: %w", c.URL, err)
		}
		if err := each(&event); err != nil {
			return err
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if lines.Err() != nil {
		return &UnreachableError{c.URL, lines.Err()}
	}
	return &UnreachableError{c.URL, io.ErrUnexpectedEOF}
}

// endOf returns the error for a stream that the server has ended.
func endOf(data string) error {
	var said struct{ Message string }
	if err := json.Unmarshal([]byte(data), &said); err != nil {
		return err
	}
	return fmt.Errorf("the stream has ended: %s", said.Message)
}
