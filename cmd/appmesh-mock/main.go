// Command appmesh-mock serves the AWS App Mesh API from memory, for programs other than Go
// tests. Its subcommands import, export and inspect the resources of a running server.
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

// run executes the command and returns its exit code. It writes an error to stderr as one
// line, and several mistakes as one line each.
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
	for _, line := range errorLines(err) {
		fmt.Fprintln(stderr, "appmesh-mock:", line) //nolint:errcheck // there is no other place to report it
	}
	if usage := (usageError{}); errors.As(err, &usage) {
		return exitUsage
	}
	return exitError
}

// errorLines returns an error as one line, or as a line for each of several mistakes.
func errorLines(err error) []string {
	var joined interface{ Unwrap() []error }
	if errors.As(err, &joined) {
		all := joined.Unwrap()
		before, ok := strings.CutSuffix(err.Error(), errors.Join(all...).Error())
		if ok && len(all) > 1 {
			var lines []string
			for _, each := range all {
				for _, line := range errorLines(each) {
					lines = append(lines, strings.ReplaceAll(before, "\n", " ")+line)
				}
			}
			return lines
		}
	}
	return []string{strings.ReplaceAll(err.Error(), "\n", " ")}
}

// rootCommand returns the command with its subcommands. Without a subcommand it runs the
// server.
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
