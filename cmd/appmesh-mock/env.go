package main

import (
	"fmt"
	"io"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/appmesh-mock/appmesh-mock/server"
)

// exports are what to export for a server.
type exports struct {
	addrs           addresses
	endpoint        string
	readyFile       string
	tls             bool
	certFile        string
	caFile          string
	account, region string
	format          choice
}

func envCommand() *cobra.Command {
	e := exports{addrs: addresses{all: []address{defaultAddr}}, format: choice{"sh", formatNames()}}
	cmd := &cobra.Command{
		Use:   "env",
		Short: "Say what to export for AWS clients to find a server",
		Long: "env prints the variables by which AWS clients find a server: its endpoint, a region, and\n" +
			"an access key that is the account. It asks no server whether it runs.",
		Example: `  eval "$(appmesh-mock env)"
  appmesh-mock env --format fish | source
  appmesh-mock env --format powershell | Out-String | Invoke-Expression
  appmesh-mock env --format dotenv --endpoint http://appmesh:4600 > .env
  appmesh-mock env --format github >> "$GITHUB_ENV"`,
		Args:    noArguments,
		PreRunE: setFromEnv,
		RunE:    func(cmd *cobra.Command, _ []string) error { return e.write(cmd.OutOrStdout()) },
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.Var(&e.format, "format", "whose way of writing it")
	f.Var(&e.addrs, "addr", "what the server listens on")
	f.StringVar(&e.endpoint, "endpoint", "", "the server's `URL`, if it is another than --addr says")
	f.StringVar(&e.readyFile, "ready-file", "", "`file` that the server has written its URL to")
	f.BoolVar(&e.tls, "tls", false, "the server speaks TLS")
	f.StringVar(&e.certFile, "cert", "", "`file` that the server has its certificate from; it speaks TLS")
	f.StringVar(&e.caFile, "ca-file", "", "`file` with the CA of the server's certificate; it speaks TLS")
	f.StringVar(&e.account, "account", server.DefaultAccount, "`account` that asks")
	f.StringVar(&e.region, "region", server.DefaultRegion, "`region` that is asked")
	return cmd
}

// write writes what to export.
func (e *exports) write(w io.Writer) error {
	endpoint, err := e.url()
	if err != nil {
		return err
	}
	variables := [][2]string{
		{"AWS_ENDPOINT_URL_APP_MESH", endpoint},
		{"AWS_REGION", e.region},
		{"AWS_DEFAULT_REGION", e.region},
		{"AWS_ACCESS_KEY_ID", e.account},
		{"AWS_SECRET_ACCESS_KEY", "secret"},
	}
	if e.caFile != "" {
		variables = append(variables, [2]string{"AWS_CA_BUNDLE", absolute(e.caFile)})
	}
	var text strings.Builder
	for _, v := range variables {
		text.WriteString(formats[e.format.word](v[0], v[1]))
	}
	_, err = io.WriteString(w, text.String())
	return err
}

// url answers the endpoint: as it is given, or from the ready file, or from an address.
func (e *exports) url() (string, error) {
	switch {
	case e.endpoint != "":
		if u, err := url.Parse(e.endpoint); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return "", badUsage("--endpoint %q: must be a URL, as in http://%s", e.endpoint, defaultAddr)
		}
		return e.endpoint, nil
	case e.readyFile != "":
		return endpointIn(e.readyFile)
	}
	all, err := e.addrs.dialable()
	if err != nil {
		return "", err
	}
	for _, a := range all {
		if _, isSocket := a.socket(); !isSocket {
			return a.url(scheme(e.tls || e.certFile != "" || e.caFile != "")), nil
		}
	}
	return "", badUsage("--addr %s: AWS clients take no socket as an endpoint; type a host and a port that the server listens on", e.addrs.String())
}

// endpointIn answers the first URL in a ready file.
func endpointIn(file string) (string, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("cannot read the ready file: %w", err)
	}
	lines := strings.Split(string(data), "\n")
	i := slices.IndexFunc(lines, func(line string) bool { return strings.HasPrefix(line, "http") })
	if i < 0 {
		return "", fmt.Errorf("the ready file %s has no URL", file)
	}
	return lines[i], nil
}
