// Package docs answers whether what the documentation shows can be done: it reads all
// Markdown files of the project, compiles and runs their Go, and types their commands.
//
// What stands in a fence is what a reader would type. What a reader has done before, and a
// fence does not repeat, stands in a comment directly above it, which nobody sees:
//
//	<!-- go: srv.Share("storefront", "222222222222") -->
//	<!-- sh: curl -X POST http://127.0.0.1:4600/_mock/reset -->
package docs
