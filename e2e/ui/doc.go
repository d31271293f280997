// Package ui tests the web page in a real browser: suite.mjs drives Chromium and reports its
// cases to a Go test.
package ui
