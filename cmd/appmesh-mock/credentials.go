package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server"
)

// readCredentials parses the values of --credentials. A value is an access key, or a file
// with one access key per line. The name of a file contains no colon or begins with @. Errors
// contain no secrets.
func readCredentials(values []string) (map[string]server.Credential, error) {
	keys := map[string]server.Credential{}
	for i, value := range values {
		value = strings.TrimSpace(value)
		file, isFile := strings.CutPrefix(value, "@")
		if !isFile && strings.Contains(value, ":") {
			if err := addCredential(keys, value); err != nil {
				return nil, badUsage("--credentials, value %d: %w", i+1, err)
			}
			continue
		}
		if err := addCredentialFile(keys, file); err != nil {
			return nil, err
		}
	}
	return keys, nil
}

func addCredentialFile(keys map[string]server.Credential, file string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return badUsage("--credentials: must be KEYID:SECRET, KEYID:SECRET:ACCOUNT or a file of them: %w", err)
	}
	for i, line := range strings.Split(string(data), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if err := addCredential(keys, line); err != nil {
			return badUsage("--credentials %s, line %d: %w", file, i+1, err)
		}
	}
	return nil
}

func addCredential(keys map[string]server.Credential, value string) error {
	parts := strings.Split(value, ":")
	if len(parts) < 2 || len(parts) > 3 || parts[0] == "" || parts[1] == "" {
		return fmt.Errorf("must be KEYID:SECRET or KEYID:SECRET:ACCOUNT")
	}
	if _, twice := keys[parts[0]]; twice {
		return fmt.Errorf("access key %s is given twice", parts[0])
	}
	credential := server.Credential{Secret: parts[1]}
	if len(parts) == 3 {
		credential.Account = parts[2]
	}
	keys[parts[0]] = credential
	return nil
}
