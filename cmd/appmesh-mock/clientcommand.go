package main

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// clientCommands returns the commands that use a running server.
func clientCommands() []*cobra.Command {
	return []*cobra.Command{
		statusCommand(), getCommand(), treeCommand(), describeCommand(), diffCommand(),
		callsCommand(), eventsCommand(), faultsCommand(), clockCommand(),
		checkpointCommand(), resetCommand(), seedCommand(), resolveCommand(), analyzeCommand(),
	}
}

// clientCommand adds the common parts of client commands to a command: the flags that
// identify the server, their environment variables, and short errors.
func clientCommand(cmd *cobra.Command, r *remote, run func(cmd *cobra.Command, args []string) error) *cobra.Command {
	r.flags(cmd.Flags())
	cmd.PreRunE = setRemoteFromEnv
	cmd.RunE = func(cmd *cobra.Command, args []string) error { return short(run(cmd, args)) }
	return cmd
}

// short removes the wrapping around an error that reports an unreachable server.
func short(err error) error {
	var unreachable *unreachableError
	if errors.As(err, &unreachable) {
		return unreachable
	}
	return err
}

// groupCommand returns a command that consists of subcommands.
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

// argumentsBetween checks the number of arguments of a command. What describes the arguments
// in errors.
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

// completionTimeout is the time for which completions wait for the server.
const completionTimeout = time.Second

// completing returns a completion function for names on the running server. It completes no
// file names. Without a server there are no completions.
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
