// Package bench measures the speed and the size of the server. Each figure stands beside
// that of a bare net/http server in the same run: the machines that this runs on are shared
// and noisy, so that only ratios can be compared. Where it can be installed, moto's server is
// measured too.
//
// README.md has the command that measures everything, and its last result.
package bench
