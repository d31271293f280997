package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/appmesh-mock/appmesh-mock/server/envoy"
	"github.com/appmesh-mock/appmesh-mock/server/envoy/xds"
)

// envoyRequest is a request to a running server for a configuration of Envoy.
type envoyRequest struct {
	remote
	source, xds, adminAddress, only               string
	bind, ports, applications, sockets, intervals string
	explicit                                      bool
}

func envoyCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "envoy",
		Short: "Configure Envoys from the resources of a mesh",
		Long: "envoy prints the configuration of an Envoy that acts as a virtual gateway or a virtual node\n" +
			"of a running server. RESOURCE is an ARN, mesh/MESH/virtualGateway/NAME or mesh/MESH/virtualNode/NAME.",
		Example: `  envoy -c <(appmesh-mock envoy bootstrap mesh/shop/virtualGateway/ingress --bind 127.0.0.1)
  appmesh-mock envoy config mesh/shop/virtualNode/cart --only clusters
  appmesh-mock envoy ls`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.AddCommand(envoyBootstrapCommand(), envoyConfigCommand(), envoyListCommand())
	return root
}

func envoyBootstrapCommand() *cobra.Command {
	var e envoyRequest
	cmd := &cobra.Command{
		Use:   "bootstrap RESOURCE",
		Short: "Print the bootstrap of an Envoy that takes its configuration from the server",
		Args:  oneResource,
	}
	e.flags(cmd.Flags())
	f := cmd.Flags()
	f.StringVar(&e.source, "source", "rest", "protocol of the configuration: rest, or ads for the bridge over gRPC")
	f.StringVar(&e.xds, "xds-address", "",
		"`address` at which the Envoy finds the server or the bridge, HOST:PORT or unix:PATH; "+
			"that of --server if it is not given")
	f.StringVar(&e.adminAddress, "admin", "",
		"`address` of Envoy's own admin interface, HOST:PORT or unix:PATH; none if it is not given")
	return clientCommand(cmd, &e.remote, func(cmd *cobra.Command, args []string) error {
		return e.print(cmd.Context(), cmd.OutOrStdout(), "/envoy/bootstrap", args[0])
	})
}

func envoyConfigCommand() *cobra.Command {
	var e envoyRequest
	cmd := &cobra.Command{
		Use:   "config RESOURCE",
		Short: "Print the whole configuration of an Envoy as one static file",
		Args:  oneResource,
	}
	e.flags(cmd.Flags())
	cmd.Flags().StringVar(&e.only, "only", "", "print one `type`: clusters, endpoints, listeners, routes or secrets")
	return clientCommand(cmd, &e.remote, func(cmd *cobra.Command, args []string) error {
		return e.print(cmd.Context(), cmd.OutOrStdout(), "/envoy/config", args[0])
	})
}

func envoyListCommand() *cobra.Command {
	var r remote
	asJSON := false
	cmd := &cobra.Command{
		Use:   "ls",
		Short: "List the Envoys that requested their configuration",
		Args:  noArguments,
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return clientCommand(cmd, &r, func(cmd *cobra.Command, _ []string) error {
		admin, err := r.admin()
		if err != nil {
			return err
		}
		body, err := admin.Raw(cmd.Context(), http.MethodGet, "/envoys", nil, nil)
		if err != nil {
			return err
		}
		if asJSON {
			_, err = cmd.OutOrStdout().Write(body)
			return err
		}
		return writeEnvoys(cmd.OutOrStdout(), body)
	})
}

func oneResource(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return badUsage("%s takes one argument: an ARN, "+
			"mesh/MESH/virtualGateway/NAME or mesh/MESH/virtualNode/NAME", cmd.Name())
	}
	return nil
}

func (e *envoyRequest) flags(f *pflag.FlagSet) {
	e.tenantFlags(f, "`account` of the mesh; the server's if it is not given",
		"`region` of the mesh; the server's if it is not given")
	f.StringVar(&e.bind, "bind", "", "`address` that the Envoy's listeners are bound to; all if it is not given")
	f.StringVar(&e.ports, "ports", "", "ports to listen on, as in `8080:18080,15001:18001`")
	f.BoolVar(&e.explicit, "explicit", false,
		"a virtual node without iptables: HTTP to 15001 is routed by its Host header")
	f.StringVar(&e.applications, "applications", "", "addresses of applications, as in `8080:127.0.0.1:9001`")
	f.StringVar(&e.sockets, "sds", "", "`path` of the socket of an SDS server, which provides secrets")
	f.StringVar(&e.intervals, "refresh", "", "`interval` of the Envoy's requests; 1s if it is not given")
}

// print prints the server's response for a resource.
func (e *envoyRequest) print(ctx context.Context, w io.Writer, path, resource string) error {
	query := url.Values{"resource": {resource}}
	for name, value := range map[string]string{
		"account": e.account, "region": e.region, "source": e.source, "server": e.xds, "admin": e.adminAddress,
		"only": e.only,
		"bind": e.bind, "ports": e.ports, "applications": e.applications, "sds": e.sockets, "refresh": e.intervals,
	} {
		if value != "" {
			query.Set(name, value)
		}
	}
	if e.explicit {
		query.Set("explicit", strconv.FormatBool(e.explicit))
	}
	admin, err := e.admin()
	if err != nil {
		return err
	}
	body, err := admin.Raw(ctx, http.MethodGet, path, query, nil)
	if err != nil {
		return refusedUsage(err)
	}
	_, err = w.Write(body)
	return err
}

func writeEnvoys(w io.Writer, body []byte) error {
	var list struct {
		Envoys []xds.Envoy `json:"envoys"`
	}
	if err := json.Unmarshal(body, &list); err != nil {
		return fmt.Errorf("the server's list cannot be read: %w", err)
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "ID\tADDRESS\tTRANSPORT\tLAST SEEN\tSTATE")
	for _, e := range list.Envoys {
		status := "current"
		for _, t := range e.Types {
			if t.Current != t.Acknowledged && (t.Type == envoy.Clusters || t.Type == envoy.Listeners) {
				status = "behind"
			}
		}
		if e.Rejected != "" {
			status = "rejects: " + e.Rejected
		}
		seen := e.LastSeen.Format(time.RFC3339)
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", e.ID, e.Address, e.Transport, seen, status)
		for _, o := range e.Omitted {
			fmt.Fprintf(table, "  left out: %s: %s\n", o.Ref, o.Reason)
		}
	}
	return table.Flush()
}
