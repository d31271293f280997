package main

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Print the version",
		Long:    "version prints the version, the commit, and the version of Go that built the command.",
		Example: "  appmesh-mock version",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			commit, compiler := build()
			_, err := fmt.Fprintf(cmd.OutOrStdout(), "appmesh-mock %s (commit %s, %s)\n", version(), commit, compiler)
			return err
		},
	}
}

// version returns the version of the module from which the command was built, or "(devel)" if
// the build did not record it.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}

// build returns the commit, or "unknown" if the build did not record it, and the version of
// Go.
func build() (commit, compiler string) {
	commit, compiler = "unknown", "unknown Go"
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return commit, compiler
	}
	for _, setting := range info.Settings {
		switch {
		case setting.Key == "vcs.revision":
			commit = setting.Value
		case setting.Key == "vcs.modified" && setting.Value == "true":
			commit += ", modified"
		}
	}
	return commit, info.GoVersion
}
