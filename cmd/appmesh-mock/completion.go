package main

import (
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// completeFlags registers completions for the flags of a command and its subcommands. Flags
// without a completion complete to files.
func completeFlags(cmd *cobra.Command) {
	for _, each := range cmd.Commands() {
		completeFlags(each)
	}
	cmd.Flags().VisitAll(func(flag *pflag.Flag) {
		if complete := completion(flag); complete != nil {
			cmd.RegisterFlagCompletionFunc(flag.Name, complete) //nolint:errcheck // fails if the command has its own
		}
	})
}

// completion returns the completion for the type of a flag, or nil if the flag is a file.
func completion(flag *pflag.Flag) cobra.CompletionFunc {
	kind, _ := pflag.UnquoteUsage(flag)
	switch value := flag.Value.(type) {
	case *choice:
		return cobra.FixedCompletions(value.of, cobra.ShellCompDirectiveNoFileComp)
	case *instant:
		return cobra.FixedCompletions([]string{wallClock, fixedClock},
			cobra.ShellCompDirectiveNoSpace|cobra.ShellCompDirectiveNoFileComp)
	case *address, *addresses:
		return cobra.NoFileCompletions
	}
	switch {
	case kind == "operations" || flag.Name == "operation":
		return completeOperations
	case flag.Name == "code":
		return completeCodes
	case flag.Name == "relax":
		return completeRules
	case flag.Name == "quota":
		return completeQuotas
	case kind == "account" || kind == "region" || kind == "URL" || kind == "time" || kind == "number":
		return cobra.NoFileCompletions
	}
	return nil
}

// completeOperations returns the operations of App Mesh.
func completeOperations(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	var names []string
	for _, op := range server.Operations() {
		names = append(names, op.Name)
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// completeCodes returns the exceptions that operations of App Mesh declare.
func completeCodes(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	codes := map[string]bool{}
	for _, op := range server.Operations() {
		for _, code := range op.Errors {
			codes[code] = true
		}
	}
	return sortedKeys(codes), cobra.ShellCompDirectiveNoFileComp
}

// completeRules returns the rules that can be relaxed.
func completeRules(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	var numbers []string
	for _, rule := range server.Rules() {
		if rule.Relaxed != "" {
			numbers = append(numbers, fmt.Sprintf("%d\t%s", rule.Number, rule.Sentence))
		}
	}
	return numbers, cobra.ShellCompDirectiveNoFileComp
}

// completeQuotas returns the quotas, each with the default of AWS.
func completeQuotas(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	defaults := state.AWSQuotas()
	var quotas []string
	for _, name := range sortedKeys(defaults) {
		quotas = append(quotas, fmt.Sprintf("%s=%d", name, defaults[name]))
	}
	return quotas, cobra.ShellCompDirectiveNoFileComp
}
