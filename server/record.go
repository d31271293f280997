package server

import (
	"cmp"
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"
)

// record notes a call in the statistics, the journal and the log.
func (s *Server) record(rc *requestContext, resp response, now time.Time) {
	c := Call{
		ID: rc.id, Time: rc.began, Duration: now.Sub(rc.began), Operation: OperationName(rc.call.operation),
		Account: rc.call.account, Region: rc.call.region, Mesh: rc.call.mesh, Resource: rc.call.resource,
		Method: rc.http.Method, Path: rc.http.RequestURI, Status: resp.status, Fault: rc.fault,
		Ignored: rc.ignored, Hint: rc.hint,
	}
	if c.Path == "" { // a Go program called the handler directly
		c.Path = rc.http.URL.RequestURI()
	}
	if resp.err != nil {
		c.Code, c.Rule = resp.err.Code, resp.err.Rule
	}
	if resp.cut != "" {
		c.Status = 0
	}
	s.stats.add(&c)
	if s.journal.size > 0 {
		c.Request = rc.body
		response := resp.body
		if resp.cut != "" {
			response = nil
		}
		s.journal.add(c, response)
	}
	s.log(rc, resp, &c)
}

// log logs a call: a refused one at level Info, any other at level Debug, and an unexpected
// error at level Error with its cause.
func (s *Server) log(rc *requestContext, resp response, c *Call) {
	ctx, logger := rc.http.Context(), s.options.Logger
	level := slog.LevelDebug
	message := "call"
	switch {
	case resp.cause != nil:
		level, message = slog.LevelError, "unexpected error"
	case len(rc.ignored) > 0:
		level, message = slog.LevelWarn, "ignored unknown members"
	case resp.err != nil || resp.cut != "" || resp.raw:
		level, message = slog.LevelInfo, "refused"
	}
	if !logger.Enabled(ctx, level) {
		return
	}
	attributes := []slog.Attr{
		slog.String("operation", cmp.Or(string(c.Operation), c.Method+" "+c.Path)),
		slog.String("account", c.Account), slog.String("region", c.Region),
	}
	add := func(name, value string) {
		if value != "" {
			attributes = append(attributes, slog.String(name, value))
		}
	}
	add("mesh", c.Mesh)
	add("resource", c.Resource)
	attributes = append(attributes, slog.Int("status", c.Status))
	if resp.err != nil {
		add("code", string(c.Code))
		attributes = append(attributes, slog.Int("rule", c.Rule))
		add("message", resp.err.Message)
	}
	if len(rc.ignored) > 0 {
		attributes = append(attributes, slog.Any("ignored", rc.ignored))
	}
	add("hint", c.Hint)
	add("fault", c.Fault)
	if resp.cause != nil {
		attributes = append(attributes, slog.Any("cause", resp.cause))
	}
	attributes = append(attributes, slog.Duration("duration", c.Duration), slog.String("request", c.ID))
	logger.LogAttrs(context.WithoutCancel(ctx), level, message, attributes...)
}

// Statistics counts the calls of one operation with one outcome.
type Statistics struct {
	Operation OperationName // "" for calls that match no operation
	Outcome   string        // as Call.Outcome returns it
	Calls     int64
	Duration  time.Duration // their total duration, by the server's clock
}

type statistics struct {
	mu  sync.Mutex
	all map[[2]string]*Statistics
}

func (st *statistics) add(c *Call) {
	st.mu.Lock()
	defer st.mu.Unlock()
	key := [2]string{string(c.Operation), c.Outcome()}
	entry := st.all[key]
	if entry == nil {
		if st.all == nil {
			st.all = map[[2]string]*Statistics{}
		}
		entry = &Statistics{Operation: c.Operation, Outcome: c.Outcome()}
		st.all[key] = entry
	}
	entry.Calls++
	entry.Duration += c.Duration
}

// Statistics returns the counts since the server was created, sorted by operation, then by
// outcome.
func (s *Server) Statistics() []Statistics {
	s.stats.mu.Lock()
	defer s.stats.mu.Unlock()
	all := make([]Statistics, 0, len(s.stats.all))
	for _, entry := range s.stats.all {
		all = append(all, *entry)
	}
	slices.SortFunc(all, func(a, b Statistics) int {
		return cmp.Or(cmp.Compare(a.Operation, b.Operation), cmp.Compare(a.Outcome, b.Outcome))
	})
	return all
}
