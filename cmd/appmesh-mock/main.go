// Command appmesh-mock serves the AWS App Mesh API from memory, for programs that are not Go
// tests. Its subcommands import, export and inspect what a running server holds.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
)

// Exit codes.
const (
	exitOK    = 0
	exitError = 1 // the command failed
	exitUsage = 2 // flags, variables or arguments are wrong
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run executes the command and returns its exit code. An error is written to stderr as one line.
func run(args []string, stdout, stderr io.Writer) int {
	root := rootCommand()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	if len(args) > 0 && strings.HasPrefix(args[0], cobra.ShellCompRequestCmd) {
		completeFlags(root)
	}
	err := root.Execute()
	if err == nil {
		return exitOK
	}
	//nolint:errcheck // there is no other place to report it
	fmt.Fprintln(stderr, "appmesh-mock:", strings.ReplaceAll(err.Error(), "\n", " "))
	if usage := (usageError{}); errors.As(err, &usage) {
		return exitUsage
	}
	return exitError
}

// rootCommand returns the command with its subcommands. Without a subcommand it serves.
func rootCommand() *cobra.Command {
	root := serveCommand()
	root.AddCommand(clientCommands()...)
	root.AddCommand(
		envCommand(),
		envoyCommand(),
		exportCommand(),
		healthcheckCommand(),
		importCommand(),
		rulesCommand(),
		versionCommand(),
	)
	root.SilenceErrors, root.SilenceUsage = true, true
	root.SetFlagErrorFunc(flagError)
	root.SetUsageTemplate(strings.ReplaceAll(root.UsageTemplate(), ".FlagUsages", ".FlagUsagesWrapped 110"))
	return root
}
