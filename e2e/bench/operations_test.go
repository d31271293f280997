package bench

import (
	"strconv"
	"testing"
)

const (
	thousand = 1000
	million  = 1_000_000
)

// stock is a mock that is measured. The number of its gateways stays the same.
type stock struct {
	process
	next int64 // number of the next request; none is sent twice
}

func stocked(b *testing.B, gateways int64) *stock {
	mock := &stock{start(b, "mock"), gateways}
	fill(b, mock.address, gateways)
	return mock
}

// run sends requests of an operation, and then restores the number of gateways.
func (s *stock) run(b *testing.B, op operation, count int64) cost {
	first := s.next
	s.next += count
	if op.name == "DeleteVirtualGateway" {
		drive(b, s.address, first, count, create)
	}
	c := s.measure(b, first, count, op.request)
	if op.name == "CreateVirtualGateway" {
		drive(b, s.address, first, count, remove)
	}
	return c
}

// BenchmarkOperations measures the operations on a virtual gateway among a thousand.
func BenchmarkOperations(b *testing.B) {
	mock := stocked(b, thousand)
	for _, op := range operations(thousand) {
		b.Run(op.name, func(b *testing.B) {
			floor := start(b, strconv.Itoa(mock.run(b, op, turn()).length))
			compare(b, op.name, func() cost { return mock.run(b, op, turn()) },
				func() cost { return floor.measure(b, 0, turn(), op.request) })
		})
	}
}

// BenchmarkMillion compares the operations among a million gateways with those among a
// thousand.
func BenchmarkMillion(b *testing.B) {
	if testing.Short() {
		b.Skip("it takes minutes to create a million gateways")
	}
	few, many := stocked(b, thousand), stocked(b, million)
	amongMany := operations(million)
	for i, among := range operations(thousand) {
		b.Run(among.name, func(b *testing.B) {
			compare(b, among.name+" of 1,000,000 and 1,000", func() cost { return many.run(b, amongMany[i], turn()) },
				func() cost { return few.run(b, among, turn()) })
		})
	}
}

// turn returns the number of requests of a turn.
func turn() int64 { return int64(short(2000, 100)) }

// compare measures two servers in turn, so that what else the machine does affects both, and
// adds the ratios of their speeds to the table: the median by the clock, and that of the
// processor times.
func compare(b *testing.B, what string, one, other func() cost) {
	b.Helper()
	var ratios, cpuRatios, clocks, otherClocks, cpus, otherCPUs []float64
	for range short(40, 1) {
		mine, theirs := one(), other()
		ratios = append(ratios, theirs.clock/mine.clock)
		cpuRatios = append(cpuRatios, theirs.cpu/mine.cpu)
		clocks, otherClocks = append(clocks, mine.clock), append(otherClocks, theirs.clock)
		cpus, otherCPUs = append(cpus, mine.cpu), append(otherCPUs, theirs.cpu)
	}
	n := float64(turn())
	b.ReportMetric(median(ratios), "clock-ratio")
	results.add(row{
		what + ": by the clock",
		duration(median(clocks) / n), duration(median(otherClocks) / n), ratio(median(ratios), 1),
	})
	if cpu := median(cpus); cpu > 0 {
		b.ReportMetric(median(cpuRatios), "cpu-ratio")
		results.add(row{
			what + ": processor time", duration(cpu / n), duration(median(otherCPUs) / n), ratio(median(cpuRatios), 1),
		})
	}
}
