package main

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// clientCommands returns the commands that talk to a running server.
func clientCommands() []*cobra.Command {
	return []*cobra.Command{
		statusCommand(), getCommand(), treeCommand(), describeCommand(), diffCommand(),
		callsCommand(), eventsCommand(), faultsCommand(), clockCommand(),
		checkpointCommand(), resetCommand(), seedCommand(), resolveCommand(), analyzeCommand(),
	}
}

// clientCommand adds to a command what all client commands have in common: the flags that
// say where the server is, their variables, and short errors.
func clientCommand(cmd *cobra.Command, r *remote, run func(cmd *cobra.Command, args []string) error) *cobra.Command {
	r.flags(cmd.Flags())
	cmd.PreRunE = setRemoteFromEnv
	cmd.RunE = func(cmd *cobra.Command, args []string) error { return short(run(cmd, args)) }
	return cmd
}

// short returns an error without what was wrapped around the report that no server answers.
func short(err error) error {
	var unreachable *unreachableError
	if errors.As(err, &unreachable) {
		return unreachable
	}
	return err
}

// groupCommand returns a command that only has commands below it.
func groupCommand(cmd *cobra.Command, below ...*cobra.Command) *cobra.Command {
	cmd.AddCommand(below...)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		names := strings.Join(subcommands(cmd), " or ")
		if len(args) == 0 {
			return badUsage("%s needs a command: type %s %s", cmd.Name(), cmd.CommandPath(), names)
		}
		return badUsage("there is no command %q: type %s %s", args[0], cmd.CommandPath(), names)
	}
	return cmd
}

func subcommands(cmd *cobra.Command) []string {
	var names []string
	for _, each := range cmd.Commands() {
		names = append(names, each.Name())
	}
	return names
}

// argumentsBetween refuses fewer or more arguments than a command takes. What says what
// they are.
func argumentsBetween(least, most int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return badUsage("%s needs %s: type %s --help for examples", cmd.Name(), what, cmd.CommandPath())
		case len(args) > most:
			return badUsage("%s takes no argument %q: it takes %s", cmd.Name(), args[most], what)
		}
		return nil
	}
}

// completionTimeout is how long the completion of a word waits for the server.
const completionTimeout = time.Second

// completing returns a function that completes arguments with names of the running server,
// and with no file names. A server that does not answer has none.
func completing(names func(ctx context.Context, args []string) ([]string, error)) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
		ctx, cancel := context.WithTimeout(context.Background(), completionTimeout)
		defer cancel()
		if err := setRemoteFromEnv(cmd, nil); err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		all, err := names(ctx, args)
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		var fitting []string
		for _, name := range all {
			if strings.HasPrefix(name, typed) {
				fitting = append(fitting, name)
			}
		}
		return fitting, cobra.ShellCompDirectiveNoFileComp
	}
}
