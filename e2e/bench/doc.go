// Package bench measures the speed and the size of the server. Each figure is printed with
// that of a bare net/http server in the same run: shared machines are noisy, so that only ratios
// can be compared. moto's server is measured too if it is installed.
//
// README.md has the command that measures everything, and its last result.
package bench
