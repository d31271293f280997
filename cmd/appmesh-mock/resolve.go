package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/appmesh-mock/appmesh-mock/server/routing"
)

// resolveOptions holds the flags of the command resolve.
type resolveOptions struct {
	remote
	output
	from, method, protocol string
	headers                []string
	losers                 bool
}

func resolveCommand() *cobra.Command {
	var o resolveOptions
	cmd := &cobra.Command{
		Use:   "resolve --from REF URL",
		Short: "Show the path of a request through a mesh, with reasons",
		Long: "resolve prints the path of a request from a virtual gateway or a virtual node: the routes that\n" +
			"match, the rewritten host and path, and the virtual nodes with their shares. With -v it also\n" +
			"prints the routes that were tried before and why they do not match. The scheme of the URL is\n" +
			"http, https, grpc or tcp. The exit status is 1 if the request is not routed. -o go prints an\n" +
			"assertion for a test with package appmeshtest.",
		Example: `  appmesh-mock resolve --from mesh/shop/virtualGateway/ingress http://shop.example.com:8080/cart/1 -v
  appmesh-mock resolve --from mesh/shop/virtualNode/web -X POST http://cart.shop.local:8080/ -H 'x-user: ann'`,
		Args: argumentsBetween(1, 1, "the URL of a request"),
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&o.from, "from", "",
		"`reference` of a virtual gateway or virtual node, as in mesh/shop/virtualNode/web")
	f.StringVarP(&o.method, "request", "X", "", "`method` of the request; GET if it is not given")
	f.StringArrayVarP(&o.headers, "header", "H", nil, "`header` of the request, as 'name: value'; repeatable")
	f.StringVar(&o.protocol, "protocol", "", "`protocol` of the request: http, http2, grpc or tcp")
	f.BoolVarP(&o.losers, "verbose", "v", false, "print the routes that do not match, and why")
	o.output.flags(f, "json", "yaml", "go")
	o.tenantFlags(f, "`account` that owns the mesh; the server's if it is not given",
		"`region` of the mesh; the server's if it is not given")
	return clientCommand(cmd, &o.remote, func(cmd *cobra.Command, args []string) error { return o.run(cmd, args[0]) })
}

func (o *resolveOptions) run(cmd *cobra.Command, address string) error {
	q, err := o.query(address)
	if err != nil {
		return err
	}
	client, err := o.admin()
	if err != nil {
		return err
	}
	var result routing.Result
	if err := client.Do(cmd.Context(), http.MethodPost, "/resolve", o.tenantQuery(), q, &result); err != nil {
		return err
	}
	err = o.write(cmd.OutOrStdout(), result, nil, func(w io.Writer, p painter) error {
		if o.format.word == "go" {
			_, err := io.WriteString(w, q.Assertion(result))
			return err
		}
		return writeResolution(w, p, &q, &result, o.losers)
	})
	if err == nil && result.Outcome != routing.Routed && result.Outcome != routing.Passthrough {
		err = errors.New("the request is not routed: " + result.Message)
	}
	return err
}

// tenantQuery returns the query parameters for the account and region.
func (r *remote) tenantQuery() url.Values {
	query := url.Values{}
	for name, value := range map[string]string{"account": r.account, "region": r.region} {
		if value != "" {
			query.Set(name, value)
		}
	}
	return query
}

// query returns the query for a URL.
func (o *resolveOptions) query(address string) (routing.Query, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return routing.Query{}, badUsage("%q: must be a URL, as in http://cart.shop.local:8080/path", address)
	}
	if o.from == "" {
		return routing.Query{}, badUsage(
			"resolve needs --from: a virtual gateway or node, as in mesh/shop/virtualGateway/ingress")
	}
	r := routing.Request{Protocol: o.protocol, Method: o.method, Host: u.Host, Headers: map[string][]string{}}
	switch u.Scheme {
	case "http", "https":
		r.Scheme = u.Scheme
	case "grpc", "tcp":
		r.Protocol = u.Scheme
	default:
		return routing.Query{}, badUsage("%q: the scheme must be http, https, grpc or tcp", address)
	}
	if host, port, err := net.SplitHostPort(u.Host); err == nil {
		r.Host = host
		if r.Port, err = strconv.Atoi(port); err != nil {
			return routing.Query{}, badUsage("%q: the port must be a number", address)
		}
	}
	r.Path = u.EscapedPath()
	if u.RawQuery != "" {
		r.Path = "/" + strings.TrimPrefix(r.Path, "/") + "?" + u.RawQuery
	}
	for _, header := range o.headers {
		name, value, ok := strings.Cut(header, ":")
		if !ok || name == "" {
			return routing.Query{}, badUsage("--header %q: must be 'name: value'", header)
		}
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		if strings.EqualFold(name, "host") {
			r.Host = value
			continue
		}
		r.Headers[name] = append(r.Headers[name], value)
	}
	return routing.Query{From: o.from, Request: r}, nil
}

// writeResolution writes the path of a request as a tree.
func writeResolution(w io.Writer, p painter, q *routing.Query, result *routing.Result, losers bool) error {
	var out strings.Builder
	out.WriteString(p.bold(q.From) + "\n")
	indent := ""
	for _, step := range result.Steps {
		if losers {
			for _, loser := range step.Losers.All() {
				fmt.Fprintf(&out, "%s├─ %s\n", indent, p.dim("not "+loser.Ref+": "+loser.Because))
			}
		}
		if !step.Matched {
			continue
		}
		fmt.Fprintf(&out, "%s└─ %s %s", indent, step.Kind, p.bold(step.Ref))
		if len(step.Because) > 0 {
			fmt.Fprintf(&out, "  (%s)", strings.Join(step.Because, ", "))
		}
		out.WriteByte('\n')
		indent += "   "
	}
	for i, target := range result.Targets {
		branch, state := "├─", ""
		if i == len(result.Targets)-1 {
			branch = "└─"
		}
		if target.Unhealthy {
			state = p.red("  cannot be reached")
		}
		fmt.Fprintf(&out, "%s%s %5.1f %%  virtualNode %s, port %d%s\n",
			indent, branch, 100*target.Share, p.bold(target.VirtualNode), target.Port, state)
	}
	writeOutcome(&out, p, result)
	_, err := io.WriteString(w, out.String())
	return err
}

func writeOutcome(out *strings.Builder, p painter, result *routing.Result) {
	if result.Outcome != routing.Routed {
		fmt.Fprintf(out, "%s", p.red(string(result.Outcome)))
		if result.Status != 0 {
			fmt.Fprintf(out, ", status %d", result.Status)
		}
		out.WriteByte('\n')
		return
	}
	fmt.Fprintf(out, "host %s, path %s\n", result.Request.Host, result.Request.Path)
	if t := result.Timeouts; t != nil && t.PerRequest != "" {
		fmt.Fprintf(out, "timeout %s, idle %s\n", t.PerRequest, t.Idle)
	}
	if r := result.Retries; r != nil {
		fmt.Fprintf(out, "up to %d retries on %s\n", r.Max, strings.Join(r.On, ", "))
	}
}
