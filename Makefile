# Shortcuts for CONTRIBUTING.md; .ci/run checks more.

.PHONY: check test e2e bench

check:
	.ci/check

test:
	go -C e2e run ./alltests

e2e:
	cd e2e && go test ./...

bench:
	go test -run '^$$' -bench . ./...
	cd e2e && go test -run '^$$' -bench . -benchtime 1x -timeout 2h ./bench
