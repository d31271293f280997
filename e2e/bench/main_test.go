package bench

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
	"time"
)

// TestMain lets the test binary be a server that a benchmark measures, and prints the table
// of the figures when the benchmarks have ended.
func TestMain(m *testing.M) {
	if role := os.Getenv(roleVariable); role != "" {
		serve(role)
		return
	}
	code := m.Run()
	results.print()
	os.Exit(code)
}

// row is a line of the table. Values have their units; a value that was not measured is empty.
type row struct{ what, mock, bare, ratio string }

// table collects rows, in the order in which they were measured.
type table struct {
	mu    sync.Mutex
	rows  []row
	notes []string
}

var results table

// add adds a row, or replaces the one of an earlier run of the same benchmark.
func (t *table) add(r row) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if i := slices.IndexFunc(t.rows, func(other row) bool { return other.what == r.what }); i >= 0 {
		t.rows[i] = r
		return
	}
	t.rows = append(t.rows, r)
}

// note adds a sentence that is printed below the table.
func (t *table) note(text string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !slices.Contains(t.notes, text) {
		t.notes = append(t.notes, text)
	}
}

func (t *table) print() {
	if len(t.rows) == 0 {
		return
	}
	fmt.Printf("\n%s, %s, %d processors (%s), %s/%s\n\n", time.Now().UTC().Format(time.DateOnly), runtime.Version(),
		runtime.NumCPU(), processor(), runtime.GOOS, runtime.GOARCH)
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "figure\tappmesh-mock\tnet/http or other\tratio")
	for _, r := range t.rows {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", r.what, r.mock, r.bare, r.ratio)
	}
	w.Flush()
	for _, note := range t.notes {
		fmt.Println(note)
	}
}

// processor returns the name of the processor, as Linux gives it.
func processor() string {
	info, _ := os.ReadFile("/proc/cpuinfo") // Linux only
	_, line, _ := strings.Cut(string(info), "model name")
	line, _, _ = strings.Cut(line, "\n")
	if name := strings.TrimLeft(line, "\t :"); name != "" {
		return name
	}
	return "unknown"
}

// short returns the number of repetitions: few in short mode, which only tries whether the
// benchmarks work.
func short(full, few int) int {
	if testing.Short() {
		return few
	}
	return full
}

// median returns the middle value.
func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}

// ratio returns a ratio as text, "" if there is nothing to divide by.
func ratio(a, b float64) string {
	if a == 0 || b == 0 {
		return ""
	}
	return fmt.Sprintf("%.2f", a/b)
}

// duration returns seconds as text with three digits.
func duration(seconds float64) string {
	switch {
	case seconds == 0:
		return ""
	case seconds < 1e-3:
		return fmt.Sprintf("%.3g µs", seconds*1e6)
	case seconds < 1:
		return fmt.Sprintf("%.3g ms", seconds*1e3)
	default:
		return fmt.Sprintf("%.3g s", seconds)
	}
}

// megabytes returns bytes as text.
func megabytes(bytes float64) string {
	if bytes == 0 {
		return ""
	}
	return fmt.Sprintf("%.2f MB", bytes/1e6)
}
