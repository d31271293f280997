package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// groupKey is the annotation of a flag that says under which heading help shows it.
const groupKey = "group"

// inGroup adds flags under a heading.
func inGroup(f *pflag.FlagSet, heading string, add func(*pflag.FlagSet)) {
	group := pflag.NewFlagSet(heading, pflag.ContinueOnError)
	group.SortFlags = false
	add(group)
	group.VisitAll(func(flag *pflag.Flag) { flag.Annotations = map[string][]string{groupKey: {heading}} })
	f.AddFlagSet(group)
}

// helpWidth is how many columns a terminal is thought to have.
const helpWidth = 110

// help writes what a command is for, how it is used, examples, the commands below it, and its flags.
func help(cmd *cobra.Command, _ []string) {
	var text strings.Builder
	about := cmd.Long
	if about == "" {
		about = cmd.Short + "."
	}
	fmt.Fprintf(&text, "%s\n\nUsage:\n  %s\n", about, cmd.UseLine())
	if cmd.HasAvailableSubCommands() {
		fmt.Fprintf(&text, "  %s COMMAND [flags]\n\nCommands:\n", cmd.CommandPath())
		for _, each := range cmd.Commands() {
			if each.IsAvailableCommand() || each.Name() == "help" {
				fmt.Fprintf(&text, "  %-12s %s\n", each.Name(), each.Short)
			}
		}
	}
	if cmd.HasExample() {
		fmt.Fprintf(&text, "\nExamples:\n%s\n", cmd.Example)
	}
	for _, group := range flagGroups(cmd.LocalFlags()) {
		heading := "Flags"
		if group.Name() != "" {
			heading = group.Name()
		}
		fmt.Fprintf(&text, "\n%s:\n%s", heading, group.FlagUsagesWrapped(helpWidth))
	}
	if cmd.HasAvailableSubCommands() {
		fmt.Fprintf(&text, "\n%s COMMAND --help says more about a command.\n", cmd.CommandPath())
	}
	fmt.Fprint(cmd.OutOrStdout(), text.String()) //nolint:errcheck // there is nowhere else to say it
}

// flagGroups answers flags by their headings, in the order in which they were added; those
// without one come last.
func flagGroups(flags *pflag.FlagSet) []*pflag.FlagSet {
	var groups []*pflag.FlagSet
	rest := pflag.NewFlagSet("", pflag.ContinueOnError)
	rest.SortFlags = false
	flags.SortFlags = false
	flags.VisitAll(func(flag *pflag.Flag) {
		heading, inOne := flag.Annotations[groupKey]
		switch {
		case !inOne:
			rest.AddFlag(flag)
			return
		case len(groups) == 0 || groups[len(groups)-1].Name() != heading[0]:
			group := pflag.NewFlagSet(heading[0], pflag.ContinueOnError)
			group.SortFlags = false
			groups = append(groups, group)
		}
		groups[len(groups)-1].AddFlag(flag)
	})
	return append(groups, rest)
}

// helpCommand answers the command help, which says of a command what its --help does.
func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "help [COMMAND]",
		Short:   "Say what a command is for",
		Example: "  appmesh-mock help env",
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			var names []string
			for _, each := range cmd.Root().Commands() {
				if len(args) == 0 && each.IsAvailableCommand() {
					names = append(names, each.Name()+"\t"+each.Short)
				}
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			of := cmd.Root()
			for _, name := range args {
				i := indexCommand(of.Commands(), name)
				if i < 0 {
					return noCommand(of, name)
				}
				of = of.Commands()[i]
			}
			of.InitDefaultHelpFlag()
			return of.Help()
		},
	}
}

func indexCommand(all []*cobra.Command, name string) int {
	for i, each := range all {
		if each.Name() == name {
			return i
		}
	}
	return -1
}
