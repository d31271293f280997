// Package recordings tests that the server returns the recorded responses of the real service.
// Its tests read the recordings from the folder in APPMESH_RECORDINGS, and are skipped without
// it. run.sh replays the corpus of real inputs, and runs the tests.
package recordings
