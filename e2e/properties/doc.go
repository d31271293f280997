// Package properties tests that the server follows its rules for any requests, in any
// order and at the same time.
//
// It has three kinds of tests, each with a server in this process:
//
//   - random sequences of all 38 operations, compared with a model of plain maps that is
//     written from the rules and not from the code of the server (model.go, state_machine_test.go);
//   - histories of clients that work at the same time, checked for linearizability
//     (linear.go, linear_test.go), and races with one outcome (races_test.go);
//   - walks over the pages of lists that change meanwhile (pages_test.go).
//
// The tests are bounded so that they can run with every change. To search longer:
//
//	go test ./properties -run TestStateMachine -rapid.checks=20000 -timeout=0
//	go test ./properties -run TestPages -rapid.checks=5000 -timeout=0
//	go test ./properties -run TestLinear -histories=20000 -timeout=0
//
// A failure of the first two prints the shortest sequence that was found and a file to run it
// again with (-rapid.failfile); one of the third prints the seed of the history.
package properties
