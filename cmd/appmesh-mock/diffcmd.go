package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/appmesh-mock/appmesh-mock/server/client"
	"github.com/appmesh-mock/appmesh-mock/server/meshtree"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// errDiffers makes diff --exit-code exit with exitError.
var errDiffers = errors.New("the states differ")

func diffCommand() *cobra.Command {
	var r remote
	var o output
	var exitCode bool
	cmd := &cobra.Command{
		Use:   "diff CHECKPOINT|FILE [CHECKPOINT|FILE]",
		Short: "Show the changes since a checkpoint or a saved state",
		Long: "diff compares the state in a checkpoint or a file with that in another one, or with the\n" +
			"current state of the server. The name of a file contains a slash or ends in .json. Files\n" +
			"have the format of GET /_mock/state and --state-file; - is standard input.",
		Example: `  appmesh-mock diff before
  appmesh-mock diff before after -o json
  appmesh-mock diff ./state.json --exit-code`,
		Args: argumentsBetween(1, 2, "the name of a checkpoint or a file"),
		ValidArgsFunction: completing(func(ctx context.Context, args []string) ([]string, error) {
			if len(args) > 1 {
				return nil, nil
			}
			return r.checkpointNames(ctx)
		}),
	}
	o.flags(cmd.Flags(), "json", "yaml", "name")
	cmd.Flags().BoolVar(&exitCode, "exit-code", false, "exit with 1 if there are differences")
	return clientCommand(cmd, &r, func(cmd *cobra.Command, args []string) error {
		from, err := r.stateOf(cmd.Context(), cmd.InOrStdin(), args[0])
		if err != nil {
			return err
		}
		var to client.State
		if len(args) == 2 {
			to, err = r.stateOf(cmd.Context(), cmd.InOrStdin(), args[1])
		} else {
			to, err = r.state(cmd.Context())
		}
		if err != nil {
			return err
		}
		all := []difference{}
		var refs []string
		for _, d := range state.Diff(from.Snapshot, to.Snapshot) {
			all = append(all, differenceOf(d))
			refs = append(refs, all[len(all)-1].Ref)
		}
		err = o.write(cmd.OutOrStdout(), all, refs,
			func(w io.Writer, p painter) error { return writeDifferences(w, p, all) })
		if err == nil && exitCode && len(all) > 0 {
			return errDiffers
		}
		return err
	})
}

// stateOf returns the state in a checkpoint or a file.
func (r *remote) stateOf(ctx context.Context, stdin io.Reader, name string) (client.State, error) {
	var document []byte
	var err error
	switch {
	case name == "-":
		document, err = io.ReadAll(stdin)
	case strings.ContainsAny(name, `/\`) || strings.HasSuffix(name, ".json"):
		document, err = os.ReadFile(name)
	default:
		admin, err := r.admin()
		if err != nil {
			return client.State{}, err
		}
		s, err := admin.CheckpointState(ctx, name)
		if err != nil {
			err = r.checkpointError(ctx, name, err)
		}
		return s, err
	}
	if err != nil {
		return client.State{}, err
	}
	s, err := client.ReadState(document)
	if err != nil {
		err = fmt.Errorf("%s: %w", name, err)
	}
	return s, err
}

// difference is the JSON of a changed resource.
type difference struct {
	Change  string             `json:"change"` // "created", "updated", "deleted"
	Ref     string             `json:"ref"`
	Account string             `json:"account"`
	Region  string             `json:"region"`
	Members []memberDifference `json:"members,omitempty"` // of an update
}

// memberDifference is a member that an update changed. Null stands for an absent value.
type memberDifference struct {
	Path   string          `json:"path"` // "spec.listeners[0].portMapping.port"
	Before json.RawMessage `json:"before"`
	After  json.RawMessage `json:"after"`
}

func differenceOf(d state.Difference) difference {
	r := d.After
	if r == nil {
		r = d.Before
	}
	out := difference{Change: string(d.Change), Ref: refOf(r.Key), Account: r.Tenant.Account, Region: r.Tenant.Region}
	for _, path := range d.Members {
		out.Members = append(out.Members,
			memberDifference{indexed(path), valueAt(d.Before, path), valueAt(d.After, path)})
	}
	return out
}

// indexed converts a path to the notation of jq, with indexes from 0 in brackets. The state
// counts from 1, as App Mesh does: "listeners.1.member.portMapping".
func indexed(path string) string {
	parts := strings.Split(path, ".")
	text := parts[0]
	for i := 1; i < len(parts); i++ {
		if n, err := strconv.Atoi(parts[i]); err == nil && i+1 < len(parts) && parts[i+1] == "member" {
			text += fmt.Sprintf("[%d]", n-1)
			i++
			continue
		}
		text += "." + parts[i]
	}
	return text
}

// valueAt returns the value of a member of a resource, or null.
func valueAt(r *state.Resource, path string) json.RawMessage {
	whole := map[string]any{
		"createdAt": r.Created, "lastUpdatedAt": r.Updated, "resourceOwner": r.Owner,
		"uid": r.UID.String(), "version": r.Version, "spec": json.RawMessage(r.Spec), "tags": tagMap(r.Tags),
	}
	data, err := json.Marshal(whole)
	for _, part := range strings.Split(path, ".") {
		if part == "member" || err != nil {
			continue
		}
		var list []json.RawMessage
		if n, numeric := strconv.Atoi(part); numeric == nil && json.Unmarshal(data, &list) == nil {
			data = list[n-1]
			continue
		}
		var members map[string]json.RawMessage
		err = json.Unmarshal(data, &members)
		data = members[part]
	}
	if err != nil || data == nil {
		return json.RawMessage("null")
	}
	return data
}

func tagMap(tags []state.Tag) map[string]string {
	all := map[string]string{}
	for _, tag := range tags {
		all[tag.Key] = tag.Value
	}
	return all
}

// maxValue is the largest number of characters of a value in the table.
const maxValue = 60

func writeDifferences(w io.Writer, p painter, all []difference) error {
	var out strings.Builder
	if len(all) == 0 {
		out.WriteString("no differences\n")
	}
	tenants := map[state.Tenant]bool{}
	for _, d := range all {
		tenants[state.Tenant{Account: d.Account, Region: d.Region}] = true
	}
	for _, d := range all {
		text := meshtree.Printable(d.Ref)
		if len(tenants) > 1 {
			text += "  (account " + d.Account + ", " + d.Region + ")"
		}
		switch d.Change {
		case string(state.Created):
			text = p.green("+ " + text)
		case string(state.Deleted):
			text = p.red("- " + text)
		default:
			text = p.yellow("~ " + text)
		}
		out.WriteString(text + "\n")
		for _, m := range d.Members {
			if m.Path == "lastUpdatedAt" && len(d.Members) > 1 {
				continue // it changes with every other member
			}
			line := fmt.Sprintf("    %s: %s → %s", m.Path, shortValue(m.Before), shortValue(m.After))
			out.WriteString(meshtree.Printable(line) + "\n")
		}
	}
	_, err := io.WriteString(w, out.String())
	return err
}

func shortValue(value json.RawMessage) string {
	if string(value) == "null" {
		return "absent"
	}
	runes := []rune(string(value))
	if len(runes) > maxValue {
		return string(runes[:maxValue]) + "…"
	}
	return string(runes)
}
