package envoy

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"
)

// load sends requests at a fixed rate until it is stopped, and records those that fail.
type load struct {
	mu        sync.Mutex
	sent      int
	lost      []string
	firstSeen map[string]time.Time // the first response of each upstream after the last change
	stop      chan struct{}
	stopped   sync.WaitGroup
}

const (
	rate       = 200 // requests a second
	maxSeconds = 120 // after which a load stops by itself
)

func startLoad(g *gateway, path string) *load {
	l := &load{firstSeen: map[string]time.Time{}, stop: make(chan struct{})}
	l.stopped.Add(1)
	go func() {
		defer l.stopped.Done()
		tick := time.NewTicker(time.Second / rate)
		defer tick.Stop()
		for range rate * maxSeconds {
			select {
			case <-l.stop:
				return
			case <-tick.C:
				l.stopped.Add(1)
				go l.request(g, path)
			}
		}
	}()
	return l
}

func (l *load) request(g *gateway, path string) {
	defer l.stopped.Done()
	response, err := client.Get(g.url + path)
	failure := ""
	if err != nil {
		failure = err.Error()
	} else {
		defer response.Body.Close() //nolint:errcheck // the rest of the body is not needed
		if response.StatusCode != http.StatusOK {
			body, _ := io.ReadAll(response.Body) //nolint:errcheck // the status is enough
			failure = fmt.Sprintf("%s: %s", response.Status, body)
		}
	}
	upstream := ""
	if failure == "" {
		upstream = response.Header.Get("x-upstream")
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sent++
	if failure != "" {
		l.lost = append(l.lost, failure)
	} else if _, known := l.firstSeen[upstream]; !known {
		l.firstSeen[upstream] = time.Now()
	}
}

// until makes a change and waits until a request reaches the upstream. It returns the time
// from the end of the change.
func (l *load) until(t *testing.T, upstream string, change func()) (took time.Duration) {
	t.Helper()
	change()
	start := time.Now()
	l.mu.Lock()
	clear(l.firstSeen)
	l.mu.Unlock()
	eventually(t, "requests reach "+upstream, func() error {
		l.mu.Lock()
		defer l.mu.Unlock()
		at, ok := l.firstSeen[upstream]
		if !ok {
			return fmt.Errorf("got responses of %v", l.firstSeen)
		}
		took = at.Sub(start).Round(time.Millisecond)
		return nil
	})
	return took
}

// settle makes a change and waits until all requests reach the upstream.
func (l *load) settle(t *testing.T, upstream string, change func()) {
	t.Helper()
	l.until(t, upstream, change)
	eventually(t, "all requests reach "+upstream, func() error {
		l.mu.Lock()
		clear(l.firstSeen)
		l.mu.Unlock()
		time.Sleep(100 * time.Millisecond)
		l.mu.Lock()
		defer l.mu.Unlock()
		if _, ok := l.firstSeen[upstream]; !ok || len(l.firstSeen) > 1 {
			return fmt.Errorf("got responses of %v", l.firstSeen)
		}
		return nil
	})
}

func (l *load) end(t *testing.T) {
	t.Helper()
	close(l.stop)
	l.stopped.Wait()
	t.Logf("%d requests, %d lost", l.sent, len(l.lost))
	if l.sent < rate {
		t.Errorf("only %d requests were sent", l.sent)
	}
	if len(l.lost) > 0 {
		slices.Sort(l.lost)
		t.Errorf("%d of %d requests were lost: %q", len(l.lost), l.sent, slices.Compact(l.lost))
	}
}

func routeTo(name string, weights map[string]int) string {
	targets := ""
	for _, node := range []string{"a", "b", "c"} {
		if weight, ok := weights[node]; ok {
			if targets != "" {
				targets += ","
			}
			targets += fmt.Sprintf(`{"virtualNode":%q,"weight":%d}`, node, weight)
		}
	}
	return fmt.Sprintf(`{"routeName":%q,"spec":{"priority":%d,"httpRoute":{"match":{"prefix":"/"},"action":{"weightedTargets":[%s]}}}}`, name, len(name), targets)
}

const canaryMesh = `
- {meshName: m, virtualRouterName: r, spec: {listeners: [{portMapping: {port: 8080, protocol: http}}]}}
- {meshName: m, virtualRouterName: r, routeName: main, spec: {priority: 4, httpRoute: {match: {prefix: /}, action: {weightedTargets: [{virtualNode: a, weight: 100}]}}}}
- {meshName: m, virtualServiceName: app.svc, spec: {provider: {virtualRouter: {virtualRouterName: r}}}}
- {meshName: m, virtualGatewayName: g, gatewayRouteName: app, spec: {httpRoute: {match: {prefix: /}, action: {target: {virtualService: {virtualServiceName: app.svc}}}}}}
`

func TestCanaryLosesNoRequest(t *testing.T) {
	t.Parallel()
	endpoints := map[string]string{}
	for _, name := range []string{"a", "b", "c"} {
		endpoints[name+".local"] = upstream(t, name)
	}
	canary(t, startGateway(t, mesh([]string{"a", "b", "c"}, canaryMesh), endpoints))
}

// canary makes all changes of a release to a mesh under load.
func canary(t *testing.T, g *gateway) {
	t.Helper()
	change := func(weights map[string]int) func() {
		return func() { put(t, g.api, "PUT", "m/virtualRouter/r/routes/main", routeTo("main", weights)) }
	}
	l := startLoad(g, "/x")
	var weights, targets []time.Duration
	for range 3 {
		l.settle(t, "a", change(map[string]int{"a": 100, "b": 0}))
		// Otherwise the next change would wait for the cluster of b.
		eventually(t, "the Envoy has the cluster of b", g.upToDate)
		weights = append(weights, l.until(t, "b", change(map[string]int{"a": 50, "b": 50})))
		l.settle(t, "b", change(map[string]int{"a": 0, "b": 100}))
		targets = append(targets, l.until(t, "c", change(map[string]int{"c": 100})))
		targets = append(targets, l.until(t, "a", change(map[string]int{"a": 100})))
	}
	// A route with a higher priority is deleted and created again.
	l.until(t, "c", func() { put(t, g.api, "PUT", "m/virtualRouter/r/routes", routeTo("new", map[string]int{"c": 1})) })
	l.until(t, "a", func() { put(t, g.api, "DELETE", "m/virtualRouter/r/routes/new", "") })
	l.until(t, "c", func() { put(t, g.api, "PUT", "m/virtualRouter/r/routes", routeTo("new", map[string]int{"c": 1})) })
	// The gateway route gets another service as its target, and the first service is deleted.
	l.until(t, "b", func() {
		put(t, g.api, "PUT", "m/virtualGateway/g/gatewayRoutes/app",
			`{"spec":{"httpRoute":{"match":{"prefix":"/"},"action":{"target":{"virtualService":{"virtualServiceName":"b.svc"}}}}}}`)
	})
	put(t, g.api, "DELETE", "m/virtualServices/app.svc", "")
	time.Sleep(time.Second) // the last steps of the change, under load
	l.end(t)
	t.Logf("from the response of App Mesh to the first request: new weights %v, new targets %v", weights, targets)
}
