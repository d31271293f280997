package main

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// noCommand says that there is no command of a name, and which one may be meant.
func noCommand(cmd *cobra.Command, name string) error {
	if meant := closest(name, commandNames(cmd)); meant != "" {
		return badUsage("there is no command %q: did you mean %s %s?", name, cmd.CommandPath(), meant)
	}
	return badUsage("there is no command %q: type appmesh-mock to serve, or appmesh-mock --help for the commands there are", name)
}

func commandNames(cmd *cobra.Command) []string {
	var names []string
	for _, each := range cmd.Commands() {
		if !each.Hidden {
			names = append(names, each.Name())
		}
	}
	return names
}

// noFlag says that a command has no flag of a name, and what may be meant: a flag, or a command.
func noFlag(cmd *cobra.Command, err *pflag.NotExistError) error {
	name, typed := err.GetSpecifiedName(), "--"+err.GetSpecifiedName()
	if group := err.GetSpecifiedShortnames(); group != "" { // -addr, which means -a -d -d -r
		name, typed = group, "-"+group
	}
	var names []string
	cmd.Flags().VisitAll(func(flag *pflag.Flag) { names = append(names, flag.Name) })
	meant := "--" + closest(name, names)
	if indexCommand(cmd.Commands(), name) >= 0 {
		meant = name
	}
	if meant == "--" {
		return badUsage("unknown flag: %s: type %s --help for the flags there are", typed, cmd.CommandPath())
	}
	if strings.HasPrefix(meant, "--") {
		return badUsage("unknown flag: %s: did you mean %s?", typed, meant)
	}
	return badUsage("unknown flag: %s: did you mean %s %s?", typed, cmd.CommandPath(), meant)
}

// closest answers the name that a word was likely meant for, "" if there is none: one of which
// the word is the beginning, or that is the word's, or one that differs by few letters.
func closest(word string, names []string) string {
	word = strings.ToLower(word)
	best, least := "", 1+max(1, len(word)/3)
	for _, name := range names {
		away := distance(word, name)
		if len(word) >= 3 && (strings.HasPrefix(name, word) || strings.HasPrefix(word, name)) {
			away = 1
		}
		if away < least {
			best, least = name, away
		}
	}
	return best
}

// distance is how many letters must be put in, left out, changed or swapped with the next to
// come from a to b.
func distance(a, b string) int {
	var before []int // the row before the row before
	above := make([]int, len(b)+1)
	for j := range above {
		above[j] = j
	}
	for i := range len(a) {
		row := make([]int, len(b)+1)
		row[0] = i + 1
		for j := range len(b) {
			row[j+1] = min(above[j+1]+1, row[j]+1, above[j]+1)
			if a[i] == b[j] {
				row[j+1] = min(row[j+1], above[j])
			}
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, above = above, row
	}
	return above[len(b)]
}
