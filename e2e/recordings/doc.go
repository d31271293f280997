// Package recordings tests that the server returns what the real service was recorded to
// return. Its tests read the recordings from the folder that APPMESH_RECORDINGS names; without
// it they are skipped. run.sh runs them, and replays the corpus of real inputs before.
package recordings
