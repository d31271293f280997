// Package docs tests the documents of the project: it reads all Markdown files, compiles and
// runs their Go, runs their commands, and compares the output with the output that is shown.
//
// A fence holds what a reader would type. Steps that a reader has done before, and that the
// fence does not repeat, stand in a comment directly above it, which is not rendered:
//
//	<!-- go: srv.Share("storefront", "222222222222") -->
//	<!-- sh: curl -X POST http://127.0.0.1:4600/_mock/reset -->
package docs
