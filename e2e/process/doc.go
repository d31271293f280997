// Package process tests how the binary handles signals, files and mounts.
package process
