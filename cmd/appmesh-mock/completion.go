package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/state"
)

func completionCommand() *cobra.Command {
	shells := []string{"bash", "fish", "powershell", "zsh"}
	return &cobra.Command{
		Use:   "completion SHELL",
		Short: "Write the script by which a shell completes commands and flags",
		Long:  "completion writes the script by which bash, fish, powershell or zsh completes what is typed.",
		Example: `  source <(appmesh-mock completion bash)
  appmesh-mock completion zsh > "${fpath[1]}/_appmesh-mock"
  appmesh-mock completion fish > ~/.config/fish/completions/appmesh-mock.fish
  appmesh-mock completion powershell | Out-String | Invoke-Expression`,
		ValidArgs: shells,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 && slices.Contains(shells, args[0]) {
				return nil
			}
			return badUsage("completion needs the name of a shell: type appmesh-mock completion %s", strings.Join(shells, " or "))
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return writeCompletion(cmd.Root(), args[0], cmd.OutOrStdout())
		},
	}
}

func writeCompletion(root *cobra.Command, shell string, w io.Writer) error {
	switch shell {
	case "bash":
		return root.GenBashCompletionV2(w, true)
	case "fish":
		return root.GenFishCompletion(w, true)
	case "powershell":
		return root.GenPowerShellCompletionWithDesc(w)
	default:
		return root.GenZshCompletion(w)
	}
}

// completeFlags says what the flags of a command and those below it can be. Flags that it says
// nothing of are files.
func completeFlags(cmd *cobra.Command) {
	for _, each := range cmd.Commands() {
		completeFlags(each)
	}
	cmd.Flags().VisitAll(func(flag *pflag.Flag) {
		complete := cobra.NoFileCompletions
		kind, _ := pflag.UnquoteUsage(flag)
		switch value := flag.Value.(type) {
		case *choice:
			complete = cobra.FixedCompletions(value.of, cobra.ShellCompDirectiveNoFileComp)
		case *instant:
			complete = cobra.FixedCompletions([]string{wallClock, fixedClock}, cobra.ShellCompDirectiveNoSpace|cobra.ShellCompDirectiveNoFileComp)
		case *ruleNumbers:
			complete = completeRules
		case *limits:
			complete = completeQuotas
		case *address, *addresses, *number:
		default:
			if kind != "account" && kind != "region" && kind != "URL" {
				return
			}
		}
		cmd.RegisterFlagCompletionFunc(flag.Name, complete) //nolint:errcheck // a command may have said more of it
	})
}

// completeRules answers the rules that can be relaxed.
func completeRules(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	var numbers []string
	for _, rule := range server.Rules() {
		if rule.Basis == server.Assumed {
			numbers = append(numbers, fmt.Sprintf("%d\t%s", rule.Number, rule.Sentence))
		}
	}
	return numbers, cobra.ShellCompDirectiveNoFileComp
}

// completeQuotas answers the quotas with the number that AWS has for each.
func completeQuotas(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	known := state.AWSQuotas()
	var quotas []string
	for _, name := range slices.Sorted(maps.Keys(known)) {
		quotas = append(quotas, fmt.Sprintf("%s=%d", name, known[name]))
	}
	return quotas, cobra.ShellCompDirectiveNoFileComp
}
