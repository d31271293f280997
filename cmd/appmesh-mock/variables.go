package main

import (
	"errors"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/appmesh-mock/appmesh-mock/server/convert"
)

const variablePrefix = "APPMESH_MOCK_"

// variable returns the environment variable of a flag: --log-level is APPMESH_MOCK_LOG_LEVEL.
func variable(flag string) string {
	return variablePrefix + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// setFromEnv sets the absent flags of a command from their environment variables. An empty
// variable counts as unset. The variable of a repeatable flag contains comma-separated
// values. The variable of --fault contains a JSON list, and that of --seed may contain one
// document. Variables with the prefix that belong to no flag are refused.
func setFromEnv(cmd *cobra.Command, _ []string) error {
	if err := checkVariables(cmd.Root(), os.Environ()); err != nil {
		return err
	}
	var failed error
	flags := cmd.Flags()
	flags.VisitAll(func(flag *pflag.Flag) {
		value := os.Getenv(variable(flag.Name))
		if flag.Changed || value == "" || failed != nil || flag.Name == "help" {
			return
		}
		values := []string{value}
		if _, repeats := flag.Value.(pflag.SliceValue); repeats && !convert.IsInline(value) {
			values = strings.Split(value, ",")
		}
		for _, each := range values {
			if err := flags.Set(flag.Name, strings.TrimSpace(each)); err != nil {
				failed = variableError(flag, err)
				return
			}
		}
	})
	return failed
}

// variablesOf returns the variables that commands read: those of the server's flags, of the
// commands that configure clients, and of all client commands.
func variablesOf(root *cobra.Command) []string {
	names := append(flagNames(root), remoteFlags...)
	for _, cmd := range root.Commands() {
		if cmd.Name() == "env" || cmd.Name() == "healthcheck" {
			names = append(names, flagNames(cmd)...)
		}
	}
	var all []string
	for _, name := range names {
		all = append(all, variable(name))
	}
	return all
}

func variableError(flag *pflag.Flag, err error) error {
	if invalid := (*pflag.InvalidValueError)(nil); errors.As(err, &invalid) {
		return badValue(variable(flag.Name), invalid)
	}
	return badUsage("%s: %w", variable(flag.Name), err)
}

// serviceVariable matches the variables that Kubernetes sets in every container for a service
// with the name appmesh-mock. APPMESH_MOCK_PORT is one of them if its value is a URL.
var serviceVariable = regexp.MustCompile(`^APPMESH_MOCK_(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT_.*|PORT=\w+://.*)$`)

// checkVariables refuses variables with the prefix that no command reads.
func checkVariables(root *cobra.Command, environment []string) error {
	known := variablesOf(root)
	for _, each := range slices.Sorted(slices.Values(environment)) {
		name, value, _ := strings.Cut(each, "=")
		if !strings.HasPrefix(name, variablePrefix) || value == "" || slices.Contains(known, name) ||
			serviceVariable.MatchString(name) || serviceVariable.MatchString(each) {
			continue
		}
		flag := strings.ReplaceAll(strings.ToLower(strings.TrimPrefix(name, variablePrefix)), "_", "-")
		if meant := root.Flags().Lookup(replacements[flag]); meant != nil {
			return badUsage("unknown variable %s: use %s, as in %s", name, variable(meant.Name), example(meant))
		}
		if meant := suggest(name, known); meant != "" {
			return badUsage("unknown variable %s: did you mean %s?", name, meant)
		}
		return badUsage("unknown variable %s: appmesh-mock --help lists the flags; "+
			"--log-level is APPMESH_MOCK_LOG_LEVEL", name)
	}
	return nil
}
