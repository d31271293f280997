package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/client"
	"github.com/appmesh-mock/appmesh-mock/server/convert"
)

// remote identifies a running server, and the account and region for a command.
type remote struct{ server, caFile, account, region string }

// remoteFlags lists the flags of client commands that can be set by environment variables.
// The variables of other flags would conflict with those of the serving command.
var remoteFlags = []string{"server", "ca-file", "account", "region", "output"}

// flags adds the flags that identify the server.
func (r *remote) flags(f *pflag.FlagSet) {
	f.SortFlags = false
	f.StringVar(&r.server, "server", "http://"+defaultAddr, "`URL` of the server, host:port or unix:/path")
	f.StringVar(&r.caFile, "ca-file", "", "`file` with the CA of the server's certificate")
}

// acceptEndpoint accepts --endpoint, the earlier name of --server.
func acceptEndpoint(f *pflag.FlagSet) {
	f.SetNormalizeFunc(func(_ *pflag.FlagSet, name string) pflag.NormalizedName {
		if name == "endpoint" {
			name = "server"
		}
		return pflag.NormalizedName(name)
	})
}

// tenantFlags adds --account and --region with descriptions for the command.
func (r *remote) tenantFlags(f *pflag.FlagSet, account, region string) {
	f.StringVar(&r.account, "account", "", account)
	f.StringVar(&r.region, "region", "", region)
}

// actFlags adds --account and --region for a command that calls operations of App Mesh.
func (r *remote) actFlags(f *pflag.FlagSet) {
	r.tenantFlags(f, "`account` to act as; the server's if it is not given",
		"`region` to act in; the server's if it is not given")
}

// filterFlags adds --account and --region for a command that reads the state.
func (r *remote) filterFlags(f *pflag.FlagSet) {
	r.tenantFlags(f, "only meshes of this `account`", "only meshes in this `region`")
}

// setRemoteFromEnv sets the absent flags of a client command from their environment
// variables.
func setRemoteFromEnv(cmd *cobra.Command, _ []string) error {
	for _, name := range remoteFlags {
		flag := cmd.Flags().Lookup(name)
		value := os.Getenv(variable(name))
		if flag == nil || flag.Changed || value == "" {
			continue
		}
		if err := cmd.Flags().Set(name, value); err != nil {
			return variableError(flag, err)
		}
	}
	return nil
}

// endpoint returns the URL of the server, and the path of its socket, if any.
func (r *remote) endpoint() (endpoint, socket string, err error) {
	if path, isSocket := strings.CutPrefix(r.server, "unix:"); isSocket && path != "" {
		return "http://localhost", path, nil
	}
	endpoint = r.server
	if !strings.Contains(endpoint, "://") {
		endpoint = "http://" + endpoint
	}
	u, err := url.Parse(endpoint)
	_, port, splitErr := net.SplitHostPort(r.server)
	bare := splitErr == nil && isPort(port)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || endpoint != r.server && !bare {
		return "", "", badUsage("--server %q: must be a URL, as in http://%s, or unix: and the path of a socket",
			r.server, defaultAddr)
	}
	return strings.TrimSuffix(endpoint, "/"), "", nil
}

// transport returns the URL of the server and a transport for it. The transport does not use
// a proxy.
func (r *remote) transport() (string, *http.Transport, error) {
	endpoint, socket, err := r.endpoint()
	if err != nil {
		return "", nil, err
	}
	transport := &http.Transport{}
	if socket != "" {
		transport.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", socket)
		}
	}
	if r.caFile != "" {
		pem, err := os.ReadFile(r.caFile)
		if err != nil {
			return "", nil, badUsage("--ca-file: %w", err)
		}
		pool := x509.NewCertPool()
		if !pool.AppendCertsFromPEM(pem) {
			return "", nil, badUsage("--ca-file %s: the file has no certificate in PEM", r.caFile)
		}
		transport.TLSClientConfig = &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
	}
	return endpoint, transport, nil
}

// admin returns a client for the server's admin routes.
func (r *remote) admin() (*client.Client, error) {
	endpoint, transport, err := r.transport()
	if err != nil {
		return nil, err
	}
	return &client.Client{URL: endpoint, Transport: reporting{transport, r.server}}, nil
}

// api returns a client for App Mesh's API. It signs requests if the environment has
// credentials and --account is not set. With --account it sends the account without a valid
// signature.
func (r *remote) api() (*convert.Client, error) {
	endpoint, transport, err := r.transport()
	if err != nil {
		return nil, err
	}
	c := &convert.Client{Endpoint: endpoint, Account: r.account, Region: r.region}
	c.Transport = reporting{transport, r.server}
	id, secret := os.Getenv("AWS_ACCESS_KEY_ID"), os.Getenv("AWS_SECRET_ACCESS_KEY")
	if id != "" && secret != "" && (r.account == "" || r.account == id) {
		region := firstOf(r.region, os.Getenv("AWS_REGION"), os.Getenv("AWS_DEFAULT_REGION"), server.DefaultRegion)
		credentials := client.Credentials{KeyID: id, Secret: secret, Token: os.Getenv("AWS_SESSION_TOKEN")}
		c.Sign = client.Signer(credentials, region, time.Now)
	}
	return c, nil
}

func firstOf(texts ...string) string {
	return texts[slices.IndexFunc(texts, func(text string) bool { return text != "" })]
}

// reporting is a transport whose errors contain advice.
type reporting struct {
	http.RoundTripper
	server string // as the user typed it
}

// RoundTrip implements http.RoundTripper.
func (t reporting) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := t.RoundTripper.RoundTrip(request)
	if err == nil || request.Context().Err() != nil {
		return response, err
	}
	advice := `start one with "appmesh-mock", or name another with --server or APPMESH_MOCK_SERVER`
	var unknown x509.UnknownAuthorityError
	switch {
	case errors.As(err, &unknown):
		advice = "give the file with its CA as --ca-file or APPMESH_MOCK_CA_FILE"
	case strings.Contains(err.Error(), "server gave HTTP response to HTTPS client"):
		advice = "the server does not use TLS: begin the URL with http://"
	case strings.Contains(err.Error(), "malformed HTTP response"):
		advice = "the server may use TLS: begin the URL with https://"
	}
	return nil, &unreachableError{t.server, err, advice}
}

// unreachableError reports that no server responded.
type unreachableError struct {
	server string
	cause  error
	advice string
}

// Error returns the server, the cause and the advice.
func (e *unreachableError) Error() string {
	cause := e.cause
	var dial *net.OpError
	if errors.As(cause, &dial) {
		cause = dial.Err
	}
	return fmt.Sprintf("no server responds at %s (%v): %s", e.server, cause, e.advice)
}

// untilInterrupted returns a context that ends when the command is interrupted.
func untilInterrupted(cmd *cobra.Command) (context.Context, context.CancelFunc) {
	return signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
}
