// Package scale tests that the server stays correct and small with many clients and many
// resources. By default both are few, for CI. Variables increase them:
//
//	SCALE_CLIENTS=200 SCALE_TIME=1m go test -race ./scale -run Clients -v
//	SCALE_GATEWAYS=1000000 go test ./scale -run Gateways -v -timeout 1h
package scale
