package main

import (
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/appmesh-mock/appmesh-mock/server"
)

// environment holds the flags of the command env.
type environment struct {
	addrs           addresses
	endpoint        string
	readyFile       string
	tls             bool
	noCompanions    bool
	certFile        string
	caFile          string
	account, region string
	format          choice
}

func envCommand() *cobra.Command {
	e := environment{addrs: addresses{all: []address{defaultAddr}}, format: choice{"sh", sortedKeys(formats)}}
	cmd := &cobra.Command{
		Use:   "env",
		Short: "Print the environment variables that point AWS clients at a server",
		Long: "env prints the environment variables that point AWS clients at a server: its endpoint, also\n" +
			"for STS and the Resource Groups Tagging API, a region, and an access key that names the\n" +
			"account. It does not contact the server.\n\n" +
			"--format sh is for POSIX shells and fish, dotenv for files with one NAME=VALUE a line, as\n" +
			"docker run --env-file and GITHUB_ENV read them.",
		Example: `  eval "$(appmesh-mock env)"
  appmesh-mock env | source                                             # fish
  appmesh-mock env --format powershell | Out-String | Invoke-Expression
  appmesh-mock env --format dotenv --endpoint http://appmesh:4600 > .env
  appmesh-mock env --format dotenv >> "$GITHUB_ENV"`,
		Args:    noArguments,
		PreRunE: setFromEnv,
		RunE:    func(cmd *cobra.Command, _ []string) error { return e.write(cmd.OutOrStdout()) },
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.Var(&e.format, "format", "syntax of the output")
	f.Var(&e.addrs, "addr", "address that the server listens on; repeatable")
	f.StringVar(&e.endpoint, "endpoint", "", "`URL` of the server, if it differs from --addr")
	f.StringVar(&e.readyFile, "ready-file", "", "`file` that the server has written its URL to")
	f.BoolVar(&e.tls, "tls", false, "the server serves TLS")
	f.StringVar(&e.certFile, "cert", "", "`file` with the server's certificate; implies --tls")
	f.StringVar(&e.caFile, "ca-file", "", "`file` with the CA of the server's certificate; implies --tls")
	f.BoolVar(&e.noCompanions, "no-companions", false, "set the endpoint of App Mesh only")
	f.StringVar(&e.account, "account", server.DefaultAccount, "`account` of the clients")
	f.StringVar(&e.region, "region", server.DefaultRegion, "`region` of the clients")
	return cmd
}

// formats write a variable in the syntax of a shell or tool.
var formats = map[string]func(name, value string) string{
	"dotenv":     func(name, value string) string { return name + "=" + value + "\n" },
	"powershell": func(name, value string) string { return "$env:" + name + " = " + quotePowerShell(value) + "\n" },
	"sh":         func(name, value string) string { return "export " + name + "=" + quoteSh(value) + "\n" },
}

// quoteSh quotes a value for a POSIX shell if necessary.
func quoteSh(value string) string {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:@%+,"
	if value != "" && strings.Trim(value, plain) == "" {
		return value
	}
	return "'" + strings.ReplaceAll(value, "'", `'\''`) + "'"
}

// quotePowerShell quotes a value for PowerShell, in which typographic quotes also end a
// string.
func quotePowerShell(value string) string {
	doubled := strings.NewReplacer("'", "''", "‘", "‘‘", "’", "’’", "‚", "‚‚", "‛", "‛‛")
	return "'" + doubled.Replace(value) + "'"
}

// write writes the variables.
func (e *environment) write(w io.Writer) error {
	endpoint, err := e.url()
	if err != nil {
		return err
	}
	variables := [][2]string{{"AWS_ENDPOINT_URL_APP_MESH", endpoint}}
	if !e.noCompanions {
		variables = append(variables,
			[2]string{"AWS_ENDPOINT_URL_STS", endpoint},
			[2]string{"AWS_ENDPOINT_URL_RESOURCE_GROUPS_TAGGING_API", endpoint},
		)
	}
	variables = append(variables, [][2]string{
		{"AWS_REGION", e.region},
		{"AWS_DEFAULT_REGION", e.region},
		{"AWS_ACCESS_KEY_ID", e.account},
		{"AWS_SECRET_ACCESS_KEY", "secret"},
	}...)
	if e.caFile != "" {
		variables = append(variables, [2]string{"AWS_CA_BUNDLE", absolute(e.caFile)})
	}
	var text strings.Builder
	for _, v := range variables {
		if strings.ContainsAny(v[1], "\r\n") {
			return badUsage("%s=%q: must not contain line breaks", v[0], v[1])
		}
		text.WriteString(formats[e.format.word](v[0], v[1]))
	}
	_, err = io.WriteString(w, text.String())
	return err
}

// url returns the endpoint: the value of --endpoint, the URL in the ready file, or the first
// address that is not a socket.
func (e *environment) url() (string, error) {
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
	return "", badUsage("--addr %s: AWS clients cannot use a socket as an endpoint; "+
		"give a host and a port that the server listens on", e.addrs.String())
}

// endpointIn returns the first URL in a ready file that is not a socket.
func endpointIn(file string) (string, error) {
	urls, err := readReadyFile(file)
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(urls, func(url string) bool { return strings.HasPrefix(url, "http") })
	if i < 0 {
		return "", fmt.Errorf("the ready file %s has no URL", file)
	}
	return urls[i], nil
}
