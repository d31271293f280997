package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const gateway = `{"spec":{"listeners":[{"portMapping":{"port":80,"protocol":"http"}}]},"virtualGatewayName":"`

func TestSettingsTakeEffect(t *testing.T) {
	t.Parallel()
	type check func(s *serving)
	for _, c := range []struct {
		args  []string
		env   []string
		check check
	}{
		{[]string{"--account", "999999999999", "--region", "eu-central-1"},
			[]string{"APPMESH_MOCK_ACCOUNT=999999999999", "APPMESH_MOCK_REGION=eu-central-1"}, func(s *serving) {
				s.want("PUT", "/v20190125/meshes", `{"meshName":"m"}`, http.StatusOK,
					`"arn:aws:appmesh:eu-central-1:999999999999:mesh/m"`)
			}},
		{[]string{"--explicit-nulls"}, []string{"APPMESH_MOCK_EXPLICIT_NULLS=true"}, func(s *serving) {
			s.want("GET", "/_mock/rules", "", http.StatusOK, `"inForce":false`)
		}},
		{[]string{"--relax", "28,29", "--relax=15"}, []string{"APPMESH_MOCK_RELAX=28, 29,15"}, func(s *serving) {
			if _, rules := s.send("GET", "/_mock/rules", ""); strings.Count(rules, `"inForce":false`) != 3 {
				s.t.Error("not three rules are relaxed:", rules)
			}
		}},
		{[]string{"--quotas", "aws", "--quota", "virtualGatewaysPerMesh=1"},
			[]string{"APPMESH_MOCK_QUOTAS=aws", "APPMESH_MOCK_QUOTA=virtualGatewaysPerMesh=1,meshesPerAccount=1"},
			func(s *serving) {
				s.want("PUT", "/v20190125/meshes", `{"meshName":"m"}`, http.StatusOK, "")
				s.want("PUT", "/v20190125/meshes/m/virtualGateways", gateway+`a"}`, http.StatusOK, "")
				s.want("PUT", "/v20190125/meshes/m/virtualGateways", gateway+`b"}`, http.StatusBadRequest,
					"You've reached the limit on number of VirtualGateways(1) for the mesh m.")
			}},
		{[]string{"--quota", "meshesPerAccount=1", "--quota", "virtualGatewaysPerMesh=0"},
			[]string{"APPMESH_MOCK_QUOTA=meshesPerAccount=1,virtualGatewaysPerMesh=0"}, func(s *serving) {
				s.want("PUT", "/v20190125/meshes", `{"meshName":"m"}`, http.StatusOK, "")
				s.want("PUT", "/v20190125/meshes", `{"meshName":"n"}`, http.StatusBadRequest, "Meshes(1)")
				s.want("PUT", "/v20190125/meshes/m/virtualGateways", gateway+`a"}`, http.StatusBadRequest,
					"VirtualGateways(0)")
			}},
		{[]string{"--verify-signatures", "--credentials", "AKID:secret"},
			[]string{"APPMESH_MOCK_VERIFY_SIGNATURES=1",
				"APPMESH_MOCK_CREDENTIALS=AKID:secret,OTHER:secret:111122223333"}, func(s *serving) {
				s.want("GET", "/v20190125/meshes", "", http.StatusForbidden, "Missing Authentication Token")
			}},
		{[]string{"--log-level", "debug", "--log-format", "json"},
			[]string{"APPMESH_MOCK_LOG_LEVEL=debug", "APPMESH_MOCK_LOG_FORMAT=json"}, func(s *serving) {
				s.send("GET", "/v20190125/meshes", "")
				s.stop(terminate)
				if log := s.log.String(); !strings.Contains(log, `"msg":"call","operation":"ListMeshes"`) {
					s.t.Errorf("the log is %s", log)
				}
			}},
	} {
		t.Run(c.args[0], func(t *testing.T) {
			t.Parallel()
			c.check(startServer(t, nil, c.args...))
			c.check(startServer(t, c.env))
		})
	}
}

func TestFlagsHavePrecedenceAndEmptyVariablesAreUnset(t *testing.T) {
	t.Parallel()
	s := startServer(t, []string{"APPMESH_MOCK_REGION=eu-west-1", "APPMESH_MOCK_ACCOUNT=", "APPMESH_MOCK_NO_ADMIN="},
		"--region", "eu-north-1")
	s.want("PUT", "/v20190125/meshes", `{"meshName":"m"}`, http.StatusOK,
		"arn:aws:appmesh:eu-north-1:123456789012:mesh/m")
}

func TestUsageErrorsAreOneLineAndExitTwo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--adr", "x"}, "unknown flag: --adr: did you mean --addr?"},
		{[]string{"--port", "4600"}, "unknown flag: --port: use --addr, as in --addr 127.0.0.1:4600"},
		{[]string{"--shutdown-timeout=-1s"}, "--shutdown-timeout -1s: must not be negative"},
		{[]string{"-addr", "x"}, "unknown flag: -addr: did you mean --addr?"},
		{[]string{"--version"}, "unknown flag: --version: did you mean appmesh-mock version?"},
		{[]string{"--frobnicate"}, "unknown flag: --frobnicate: appmesh-mock --help lists the flags"},
		{[]string{"--addr"}, "--addr needs a value: host:port or unix:/path to listen on"},
		{[]string{"--addr", "unix:"}, `--addr "unix:": must have a path after unix:, as in unix:/tmp/appmesh.sock`},
		{[]string{"--admin-addr", "x"}, `--admin-addr "x": must be a host and a port`},
		{[]string{"--admin-addr", "127.0.0.1:0", "--no-admin"}, "--admin-addr and --no-admin exclude each other"},
		{[]string{"--ca-file", "ca.pem"}, "--ca-file is for the CA of the certificate that --tls creates: add --tls"},
		{[]string{"--cert", "cert.pem"}, "--cert and --key belong together: add the other one"},
		{[]string{"--key", "key.pem", "--tls"}, "--cert and --key belong together: add the other one"},
		{[]string{"--cert", "c", "--key", "k", "--tls"}, "--tls creates a certificate, --cert and --key name one"},
		{[]string{"--cert", "/nonexistent/c", "--key", "k"},
			"--cert /nonexistent/c and --key k cannot be used: open /nonexistent/c"},
		{[]string{"--clock", "noon"},
			`--clock "noon": must be wall, or fixed: and a time, as in fixed:2024-02-29T12:00:00Z`},
		{[]string{"--clock", "fixed:2024-02-30T12:00:00Z"}, "must be wall, or fixed: and a time"},
		{[]string{"--journal", "-1"}, `--journal "-1": must be a number, 0 or more`},
		{[]string{"--world", "storefrnt"}, `--world "storefrnt": must be empty or everything or quotas or storefront`},
		{[]string{"--fault-profile", "broken"}, `--fault-profile "broken": must be flaky or slow or throttling`},
		{[]string{"--fault", `{"cod":"x"}`},
			`must be JSON, as in {"operation":"Create*","code":"TooManyRequestsException","first":2}, or @FILE: unknown field "cod"`},
		{[]string{"--fault", `{"code":"Oops","delay":"-1s"}`},
			`code "Oops" is neither one of App Mesh's ten exceptions nor AccessDeniedException; the delay is negative`},
		{[]string{"--fault", `{"delay":"1s"} {}`}, "there is text after it"},
		{[]string{"--fault", "@/nonexistent"}, "open /nonexistent: no such file or directory"},
		{[]string{"--addr", "4600"}, `--addr "4600": must be a host and a port, as in 127.0.0.1:4600`},
		{[]string{"--addr", "127.0.0.1:65536"}, "must be a host and a port"},
		{[]string{"--addr", "127.0.0.1:http"}, "must be a host and a port"},
		{[]string{"--account", "12"}, `account "12": must be 12 digits`},
		{[]string{"--region", "EU"}, `region "EU": must be letters`},
		{[]string{"--log-level", "loud"}, `--log-level "loud": must be debug or info or warn or error`},
		{[]string{"--log-format", "xml"}, `--log-format "xml": must be text or json`},
		{[]string{"--no-admin=maybe"}, `--no-admin "maybe": must be true or false`},
		{[]string{"--relax", "abc"},
			`--relax "abc": must be numbers of rules, as in 28,29; appmesh-mock rules lists them`},
		{[]string{"--relax", "999"}, "--relax: rule 999: there is no such rule"},
		{[]string{"--relax", "41"}, "--relax: the basis of rule 41 is recorded, so it cannot be relaxed"},
		{[]string{"--quotas", "gcp"}, `--quotas "gcp": must be aws or none`},
		{[]string{"--quota", "gateways=5"},
			"the name must be one of backendsPerVirtualNode, gatewayRoutesPerVirtualGateway,"},
		{[]string{"--quota", "meshesPerAccount"}, "meshesPerAccount must be formatted as key=value"},
		{[]string{"--quota", "meshesPerAccount=-1"}, "--quota meshesPerAccount=-1: must not be negative"},
		{[]string{"--verify-signatures"}, "--verify-signatures needs an access key: add --credentials KEYID:SECRET"},
		{[]string{"--credentials", "A:s"}, "--credentials needs --verify-signatures"},
		{[]string{"serve"}, `unknown command "serve": run appmesh-mock without a command to serve`},
		{[]string{"evn"}, `unknown command "evn": did you mean appmesh-mock env?`},
		{[]string{"health"}, `unknown command "health": did you mean appmesh-mock healthcheck?`},
		{[]string{"env", "--format", "cmd"}, `--format "cmd": must be dotenv or powershell or sh`},
		{[]string{"env", "--endpoint", "localhost:4600"},
			`--endpoint "localhost:4600": must be a URL, as in http://127.0.0.1:4600`},
		{[]string{"env", "--addr", "127.0.0.1:0"}, "give the port that the server listens on"},
		{[]string{"env", "--addr", "unix:/tmp/x"}, "AWS clients cannot use a socket as an endpoint"},
		{[]string{"rules", "x"}, `"x" is not the number of a rule`},
		{[]string{"version", "--short"}, "unknown flag: --short: appmesh-mock version --help lists the flags"},
		{[]string{"env", "--acount", "1"}, "unknown flag: --acount: did you mean --account?"},
		{[]string{"healthcheck", "--addr", "127.0.0.1:0"}, "give the port that the server listens on"},
	} {
		wantRefusal(t, exitUsage, c.want, nil, c.args...)
	}
	for variable, want := range map[string]string{
		"APPMESH_MOCK_ADDR=4600":          `APPMESH_MOCK_ADDR "4600": must be a host and a port`,
		"APPMESH_MOCK_ADDR=127.0.0.1:0,x": `APPMESH_MOCK_ADDR "127.0.0.1:0,x": must be a host and a port`,
		"APPMESH_MOCK_FAULT=[{}]":         `APPMESH_MOCK_FAULT "[{}]": one of code, status, cut and delay must be set`,
		"APPMESH_MOCK_RELAX=x":            `APPMESH_MOCK_RELAX "x": must be numbers of rules`,
		"APPMESH_MOCK_ADR=127.0.0.1:0":    "unknown variable APPMESH_MOCK_ADR: did you mean APPMESH_MOCK_ADDR?",
		"APPMESH_MOCK_LOG-LEVEL=debug":    "unknown variable APPMESH_MOCK_LOG-LEVEL: did you mean APPMESH_MOCK_LOG_LEVEL?",
		"APPMESH_MOCK_PORT=4600":          "unknown variable APPMESH_MOCK_PORT: use APPMESH_MOCK_ADDR, as in 127.0.0.1:4600",
		"APPMESH_MOCK_FROBNICATE=1":       "unknown variable APPMESH_MOCK_FROBNICATE: appmesh-mock --help lists the flags",
		"APPMESH_MOCK_SHUTDOWN_TIMEOUT=5": `APPMESH_MOCK_SHUTDOWN_TIMEOUT "5": must be a duration, as in 30s`,
		"APPMESH_MOCK_NO_ADMIN=perhaps":   `APPMESH_MOCK_NO_ADMIN "perhaps": must be true or false`,
		"APPMESH_MOCK_LOG_FORMAT=xml":     `APPMESH_MOCK_LOG_FORMAT "xml": must be text or json`,
	} {
		wantRefusal(t, exitUsage, want, []string{variable})
	}
}

// Kubernetes sets these in every container for a service named appmesh-mock.
func TestVariablesOfAKubernetesServiceAreIgnored(t *testing.T) {
	t.Parallel()
	startServer(t, []string{
		"APPMESH_MOCK_SERVICE_HOST=10.0.0.1", "APPMESH_MOCK_SERVICE_PORT=4600", "APPMESH_MOCK_SERVICE_PORT_HTTP=4600",
		"APPMESH_MOCK_PORT=tcp://10.0.0.1:4600", "APPMESH_MOCK_PORT_4600_TCP=tcp://10.0.0.1:4600",
		"APPMESH_MOCK_PORT_4600_TCP_PROTO=tcp", "APPMESH_MOCK_PORT_4600_TCP_ADDR=10.0.0.1",
	})
}

func TestStartIsLoggedWithTheSettingsThatDiffer(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		format string
		want   []string
	}{
		{"text", []string{"level=INFO msg=started version=", "settings.addr=127.0.0.1:0 ", "settings.journal=5",
			`settings.credentials="(not shown)"`}},
		{"json", []string{`"level":"INFO","msg":"started","version":`, `"settings":{`, `"addr":"127.0.0.1:0"`,
			`"journal":"5"`, `"credentials":"(not shown)"`}},
	} {
		s := startServer(t, []string{"APPMESH_MOCK_JOURNAL=5"}, "--log-format", c.format, "--region", "us-east-1",
			"--verify-signatures", "--credentials", "A:hush", "--seed", `[{"meshName":"`+strings.Repeat("m", 255)+`"}]`)
		s.stop(terminate)
		log := s.log.String()
		for _, want := range c.want {
			if strings.Count(log, want) != 1 {
				t.Errorf("%s: no %s in\n%s", c.format, want, log)
			}
		}
		for _, unwanted := range []string{"hush", "us-east-1", strings.Repeat("m", 255)} {
			if strings.Contains(log, unwanted) {
				t.Errorf("%s: %s in\n%s", c.format, unwanted, log)
			}
		}
	}
}

func TestCredentialsAreReadFromValuesAndFiles(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "keys")
	if err := os.WriteFile(file, []byte("# ours\n\nFILE1:s1\n  FILE2:s2:111122223333  \r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{file, "@" + file} {
		keys, err := readCredentials([]string{"A:s/+=", name, "B:t:444455556666"})
		if err != nil {
			t.Fatal(err)
		}
		if len(keys) != 4 || keys["A"].Secret != "s/+=" || keys["A"].Account != "" ||
			keys["B"].Account != "444455556666" ||
			keys["FILE1"].Secret != "s1" || keys["FILE2"].Secret != "s2" || keys["FILE2"].Account != "111122223333" {
			t.Errorf("%v", keys)
		}
	}
}

func TestErrorsInCredentialsShowNoSecrets(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "keys")
	if err := os.WriteFile(file, []byte("A:s\nhush hush\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for want, values := range map[string][]string{
		"--credentials, value 1: must be KEYID:SECRET or KEYID:SECRET:ACCOUNT": {":hush"},
		"--credentials, value 2: must be": {"A:s",
			"B:hush:111122223333:x"},
		"--credentials, value 3: access key A is given twice": {"A:s", "B:s",
			"A:hush"},
		`account "12" of access key A: must be 12 digits`:          {"A:hush:12"},
		"--credentials " + file + ", line 2: must be KEYID:SECRET": {file},
		"--credentials: must be KEYID:SECRET, KEYID:SECRET:ACCOUNT or a file of them: open /nonexistent": {
			"@/nonexistent"},
	} {
		args := []string{"--verify-signatures"}
		for _, value := range values {
			args = append(args, "--credentials", value)
		}
		wantRefusal(t, exitUsage, want, nil, args...)
		if _, stderr, _ := runBinary(t, nil, args...); strings.Contains(stderr, "hush") {
			t.Errorf("the error shows a secret: %s", stderr)
		}
	}
}
