package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// usageError is an error in flags, variables or arguments. The exit code is exitUsage.
type usageError struct{ error }

// Unwrap returns the cause.
func (e usageError) Unwrap() error { return e.error }

func badUsage(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// noArguments refuses arguments. An argument of the root command is treated as a misspelt
// subcommand.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if cmd.HasParent() {
		return badUsage("%s takes no arguments, got %q", cmd.Name(), args[0])
	}
	cmd.SuggestionsMinimumDistance = suggestionDistance
	if names := cmd.SuggestionsFor(args[0]); len(names) > 0 {
		return badUsage("unknown command %q: did you mean %s %s?", args[0], cmd.CommandPath(), names[0])
	}
	return badUsage("unknown command %q: run appmesh-mock without a command to serve, or appmesh-mock --help", args[0])
}

// suggestionDistance is the largest number of different letters in a suggestion.
const suggestionDistance = 2

// suggest returns the name that was probably meant by word, or "": a name that begins with
// word, or that differs in at most two letters. It applies cobra's suggestions for commands
// to flags, variables and resources.
func suggest(word string, names []string) string {
	if len(word) < minSuggested {
		return ""
	}
	all := &cobra.Command{}
	for _, name := range names {
		if !strings.Contains(name, " ") { // the end of a command's name
			all.AddCommand(&cobra.Command{Use: name, Run: func(*cobra.Command, []string) {}})
		}
	}
	for distance := range min(suggestionDistance+1, len(word)) {
		all.SuggestionsMinimumDistance = distance
		if found := all.SuggestionsFor(word); len(found) > 0 {
			return found[0]
		}
	}
	return ""
}

// minSuggested is the length of the shortest word that gets a suggestion.
const minSuggested = 2

// replacements maps flags of other servers to the equivalent flags of this command.
var replacements = map[string]string{
	"port": "addr", "host": "addr", "listen": "addr", "bind": "addr", "address": "addr",
	"data": "state-file", "state": "state-file",
}

// flagError describes an error of pflag and how to fix it.
func flagError(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var bare *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		return unknownFlag(cmd, unknown)
	case errors.As(err, &bare):
		_, usage := pflag.UnquoteUsage(bare.GetFlag())
		return badUsage("--%s needs a value: %s", bare.GetFlag().Name, usage)
	case errors.As(err, &invalid):
		return badValue("--"+invalid.GetFlag().Name, invalid)
	default:
		return usageError{err}
	}
}

func unknownFlag(cmd *cobra.Command, err *pflag.NotExistError) error {
	name, typed := err.GetSpecifiedName(), "--"+err.GetSpecifiedName()
	if group := err.GetSpecifiedShortnames(); group != "" { // -addr is read as -a -d -d -r
		name, typed = group, "-"+group
	}
	if flag := cmd.Flags().Lookup(replacements[name]); flag != nil {
		return badUsage("unknown flag: %s: use --%s, as in --%s %s", typed, flag.Name, flag.Name, example(flag))
	}
	if sub, _, err := cmd.Find([]string{name}); err == nil && sub != cmd {
		return badUsage("unknown flag: %s: did you mean %s?", typed, sub.CommandPath())
	}
	if meant := suggest(name, flagNames(cmd)); meant != "" {
		return badUsage("unknown flag: %s: did you mean --%s?", typed, meant)
	}
	return badUsage("unknown flag: %s: %s --help lists the flags", typed, cmd.CommandPath())
}

// example returns an example value of a flag: its default, if any.
func example(flag *pflag.Flag) string {
	if flag.DefValue != "" {
		return flag.DefValue
	}
	return "state.json"
}

func flagNames(cmd *cobra.Command) []string {
	var names []string
	cmd.Flags().VisitAll(func(flag *pflag.Flag) { names = append(names, flag.Name) })
	return names
}

// badValue describes the invalid value of a flag or an environment variable.
func badValue(name string, invalid *pflag.InvalidValueError) error {
	cause := invalid.Unwrap()
	switch invalid.GetFlag().Value.Type() {
	case "bool":
		cause = errors.New("must be true or false")
	case "uint":
		cause = errors.New("must be a number, 0 or more")
	case "duration":
		cause = errors.New("must be a duration, as in 30s or 500ms")
	case "intSlice":
		cause = errors.New("must be numbers of rules, as in 28,29; appmesh-mock rules lists them")
	}
	return badUsage("%s %q: %w", name, invalid.GetValue(), cause)
}
