// Package docs tests the documents of the project: it reads all Markdown files, compiles and
// runs their Go, runs their commands, and compares the output with the output that is shown.
//
// A fence has the commands that a reader would type. A comment directly above the fence, which
// is not rendered, has the steps that a reader has done before:
//
//	<!-- go: srv.Share("storefront", "222222222222") -->
//	<!-- sh: curl -X POST http://127.0.0.1:4600/_mock/reset -->
package docs
