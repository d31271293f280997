// Command appmesh-mock answers how a program that is no Go test gets an App Mesh: it serves
// one on a port until it is told to stop.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// What the command ends with.
const (
	exitOK    = 0
	exitError = 1 // it could not do what was asked
	exitUsage = 2 // it was asked for what cannot be
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run runs the command and answers what to exit with. Whatever went wrong is one line.
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
	fmt.Fprintln(stderr, "appmesh-mock:", strings.ReplaceAll(err.Error(), "\n", " ")) //nolint:errcheck // there is nowhere else to say it
	if usage := (usageError{}); errors.As(err, &usage) {
		return exitUsage
	}
	return exitError
}

// rootCommand answers the command with those below it. By itself it serves.
func rootCommand() *cobra.Command {
	root := serveCommand()
	root.AddCommand(clientCommands()...)
	root.AddCommand(envCommand(), exportCommand(), healthcheckCommand(), importCommand(), rulesCommand(), versionCommand(), completionCommand())
	root.SetHelpCommand(helpCommand())
	root.SetHelpFunc(help)
	root.SilenceErrors, root.SilenceUsage = true, true
	root.SetFlagErrorFunc(flagError)
	for _, cmd := range root.Commands() {
		cmd.DisableFlagsInUseLine = !cmd.HasLocalFlags()
	}
	return root
}

// usageError is an error of who typed the command.
type usageError struct{ error }

// Unwrap answers what was wrong.
func (e usageError) Unwrap() error { return e.error }

func badUsage(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// noArguments refuses arguments that are no flags.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if cmd.HasParent() {
		return badUsage("%s takes no argument %q", cmd.Name(), args[0])
	}
	return noCommand(cmd, args[0])
}

// flagError says what is wrong with a flag, and what to type instead.
func flagError(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var bare *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		return noFlag(cmd, unknown)
	case errors.As(err, &bare):
		_, usage := pflag.UnquoteUsage(bare.GetFlag())
		return badUsage("--%s needs a value: %s", bare.GetFlag().Name, usage)
	case errors.As(err, &invalid):
		return badValue("--"+invalid.GetFlag().Name, invalid)
	default:
		return usageError{err}
	}
}

// badValue says what is wrong with a flag's value, given as a flag or as a variable.
func badValue(name string, invalid *pflag.InvalidValueError) error {
	cause := invalid.Unwrap()
	if invalid.GetFlag().Value.Type() == "bool" {
		cause = errors.New("must be true or false")
	}
	return badUsage("%s %q: %w", name, invalid.GetValue(), cause)
}
