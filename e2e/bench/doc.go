// Package bench answers how fast and how small the server is, each figure beside that of a bare
// net/http server: the floor.
//
// The machines that this runs on are shared, so that only the ratio of two figures of one
// run counts. README.md says how each was made, and what came out.
package bench
