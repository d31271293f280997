// Package faults answers whether a client of App Mesh lives through what a server can be made
// to do to it: in virtual time, so that hours of waiting end in milliseconds, and without a
// goroutine left behind. It consists of tests only.
package faults
