// Package process tests what the real binary does with signals, files and mounts.
package process
