package main

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/convert"
)

func resetCommand() *cobra.Command {
	var r remote
	cmd := &cobra.Command{
		Use:   "reset",
		Short: "Remove all resources from a running server",
		Long: "reset removes all resources of all accounts and regions from a running server. Faults, the\n" +
			"clock, checkpoints and the journal are kept.",
		Example: "  appmesh-mock reset",
		Args:    noArguments,
	}
	return clientCommand(cmd, &r, func(cmd *cobra.Command, _ []string) error {
		admin, err := r.admin()
		if err != nil {
			return err
		}
		return admin.Do(cmd.Context(), http.MethodPost, "/reset", nil, nil, nil)
	})
}

func seedCommand() *cobra.Command {
	var r remote
	cmd := &cobra.Command{
		Use:   "seed FILE...",
		Short: "Run the operations and create the resources of seed files",
		Long: "seed sends seed files to a running server: operations and resources in JSON or YAML. A\n" +
			"folder stands for its *.json, *.yaml and *.yml, and - for standard input. Either all\n" +
			"steps take effect or none. The calls are not in the journal, and faults do not apply.",
		Example: `  appmesh-mock seed mesh.yaml services/
  echo '{meshName: shop}' | appmesh-mock seed - --account 111122223333 --region eu-west-1`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return badUsage("seed needs a file or a folder; - is standard input")
			}
			return nil
		},
	}
	r.actFlags(cmd.Flags())
	return clientCommand(cmd, &r, func(cmd *cobra.Command, args []string) error {
		admin, err := r.admin()
		if err != nil {
			return err
		}
		files, err := readImports(args, cmd.InOrStdin())
		if err != nil {
			return err
		}
		result, err := convert.Read(files, convert.Options{Format: convert.Seed, Account: r.account, Region: r.region})
		if err != nil {
			return err
		}
		steps := result.Steps
		body, err := convert.FormatSeed(steps)
		if err != nil {
			return err
		}
		query := url.Values{}
		if r.account != "" {
			query.Set("account", r.account)
		}
		if r.region != "" {
			query.Set("region", r.region)
		}
		var seeded struct{ Applied int }
		if err := admin.Do(cmd.Context(), http.MethodPost, "/seed", query, body, &seeded); err != nil {
			return stepError(err, steps)
		}
		return done(cmd, "%s", summary(seeded.Applied, nil))
	})
}

// entryNumber matches the number of a seed's entry in the server's errors.
var entryNumber = regexp.MustCompile(`^seed\.json: entry (\d+): `)

// stepError replaces the number of an entry in the server's error by its file and position.
func stepError(err error, steps []server.Step) error {
	found := entryNumber.FindStringSubmatch(err.Error())
	if found == nil {
		return err
	}
	n, convErr := strconv.Atoi(found[1])
	if convErr != nil || n < 1 || n > len(steps) {
		return err
	}
	return fmt.Errorf("%s: %s", steps[n-1].From, err.Error()[len(found[0]):])
}
