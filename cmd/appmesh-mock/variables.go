package main

import (
	"errors"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// variable answers the environment variable of a flag: --log-level is APPMESH_MOCK_LOG_LEVEL.
func variable(flag string) string {
	return "APPMESH_MOCK_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// setFromEnv sets those flags of a command that were not given from their variables. A
// variable that is empty is as one that is not set. Where a flag can be repeated, its
// variable has the values with commas between; that of --fault has them as a list in JSON.
func setFromEnv(cmd *cobra.Command, _ []string) error {
	var failed error
	flags := cmd.Flags()
	flags.VisitAll(func(flag *pflag.Flag) {
		value := os.Getenv(variable(flag.Name))
		if flag.Changed || value == "" || failed != nil || flag.Name == "help" || flag.Name == "version" {
			return
		}
		values := []string{value}
		if _, repeats := flag.Value.(pflag.SliceValue); repeats {
			values = strings.Split(value, ",")
		}
		for _, each := range values {
			if err := flags.Set(flag.Name, each); err != nil {
				failed = variableError(flag, err)
				return
			}
		}
	})
	return failed
}

func variableError(flag *pflag.Flag, err error) error {
	if invalid := (*pflag.InvalidValueError)(nil); errors.As(err, &invalid) {
		return badValue(variable(flag.Name), invalid)
	}
	return badUsage("%s: %w", variable(flag.Name), err)
}
