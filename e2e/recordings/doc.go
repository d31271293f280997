// Package recordings answers whether the server says what the real service was recorded to
// say. Its tests read the recordings from the folder that APPMESH_RECORDINGS names; without
// it they are skipped. run.sh runs them, and replays the corpus of real inputs before.
package recordings
