package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func writeFile(t *testing.T, file, text string) string {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestServerStartsWithTheGivenState(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	one := writeFile(t, filepath.Join(dir, "one.yaml"),
		"- {meshName: one}\n- {meshName: one, virtualRouterName: r, spec: {}}\n")
	folder := filepath.Join(dir, "folder")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(folder, "two.json"), `{"meshName":"two"}`)
	fault := writeFile(t, filepath.Join(dir, "fault.json"), `[{"operation":"DescribeMesh","status":418,"body":"{}"}]`)
	type check func(s *serving)
	for _, c := range []struct {
		args, env []string
		check     check
	}{
		{[]string{"--world", "storefront"}, []string{"APPMESH_MOCK_WORLD=storefront"}, func(s *serving) {
			s.want("GET", "/v20190125/meshes/storefront/virtualGateways", "", http.StatusOK, `"ingress"`)
			s.want("GET", "/_mock/calls", "", http.StatusOK, `"ListVirtualGateways"`)
		}},
		{[]string{"--seed", one, "--seed", folder}, []string{"APPMESH_MOCK_SEED=" + one + "," + folder},
			func(s *serving) {
				s.want("GET", "/v20190125/meshes/one/virtualRouters/r", "", http.StatusOK, `"r"`)
				s.want("GET", "/v20190125/meshes/two", "", http.StatusOK, `"two"`)
			}},
		{[]string{"--seed", "[{meshName: one}, {meshName: two}]"},
			[]string{"APPMESH_MOCK_SEED=[{meshName: one}, {meshName: two}]"}, func(s *serving) {
				s.want("GET", "/v20190125/meshes/one", "", http.StatusOK, `"one"`)
				s.want("GET", "/v20190125/meshes/two", "", http.StatusOK, `"two"`)
			}},
		{[]string{"--seed", "\n{\n\t\"meshName\": \"one\"\n}", "--seed", folder},
			[]string{"APPMESH_MOCK_SEED= {\"meshName\":\"one\"}"}, func(s *serving) {
				s.want("GET", "/v20190125/meshes/one", "", http.StatusOK, `"one"`)
			}},
		{[]string{"--world", "storefront", "--seed", folder, "--account", "111122223333"},
			[]string{"APPMESH_MOCK_WORLD=storefront", "APPMESH_MOCK_SEED=" + folder,
				"APPMESH_MOCK_ACCOUNT=111122223333"}, func(s *serving) {
				s.want("GET", "/v20190125/meshes/storefront", "", http.StatusOK, ":111122223333:mesh/storefront")
				s.want("GET", "/v20190125/meshes/two", "", http.StatusOK, "111122223333")
			}},
		{[]string{"--clock", "fixed:2024-02-29T13:00:00+01:00"},
			[]string{"APPMESH_MOCK_CLOCK=fixed:2024-02-29T13:00:00+01:00"}, func(s *serving) {
				for _, name := range []string{"m", "n"} {
					s.want("PUT", "/v20190125/meshes", `{"meshName":"`+name+`"}`, http.StatusOK,
						`"createdAt":1.709208E9,`)
				}
			}},
		{[]string{"--deterministic"}, []string{"APPMESH_MOCK_DETERMINISTIC=true"}, func(s *serving) {
			for i, at := range []string{"1.5483744E9", "1.548374400001E9"} {
				n := string(rune('1' + i))
				s.want("PUT", "/v20190125/meshes", `{"meshName":"m`+n+`"}`, http.StatusOK, `"createdAt":`+at+`,`)
				s.want("GET", "/v20190125/meshes/m"+n, "", http.StatusOK,
					`"uid":"00000000-0000-4000-8000-00000000000`+n+`"`)
			}
		}},
		{[]string{"--deterministic", "--clock", "fixed:2024-02-29T12:00:00Z"},
			[]string{"APPMESH_MOCK_DETERMINISTIC=1", "APPMESH_MOCK_CLOCK=fixed:2024-02-29T12:00:00Z"},
			func(s *serving) {
				s.want("PUT", "/v20190125/meshes", `{"meshName":"m"}`, http.StatusOK, `"createdAt":1.709208E9,`)
				s.want("GET", "/v20190125/meshes/m", "", http.StatusOK, `"uid":"00000000-0000-4000-8000-000000000001"`)
			}},
		{[]string{"--fault", "@" + fault, "--fault",
			`{"operation":"List*","code":"TooManyRequestsException","first":1}`},
			[]string{`APPMESH_MOCK_FAULT=[{"operation":"DescribeMesh","status":418},{"operation":"List*","code":"TooManyRequestsException","first":1}]`}, func(s *serving) {
				s.want("GET", "/v20190125/meshes/m", "", http.StatusTeapot, "")
				s.want("GET", "/v20190125/meshes", "", http.StatusTooManyRequests, "")
				s.want("GET", "/v20190125/meshes", "", http.StatusOK, "")
			}},
		{[]string{"--fault-profile", "throttling"}, []string{"APPMESH_MOCK_FAULT_PROFILE=throttling"},
			func(s *serving) {
				s.want("GET", "/_mock/faults", "", http.StatusOK, `"throttling writes"`)
			}},
		{[]string{"--journal", "0"}, []string{"APPMESH_MOCK_JOURNAL=0"}, func(s *serving) {
			s.send("GET", "/v20190125/meshes", "")
			s.want("GET", "/_mock/metrics", "", http.StatusOK, "ListMeshes")
			if _, calls := s.send("GET", "/_mock/calls", ""); strings.Contains(calls, "ListMeshes") {
				s.t.Errorf("calls are kept: %s", calls)
			}
		}},
		{[]string{"--journal", "2"}, []string{"APPMESH_MOCK_JOURNAL=2"}, func(s *serving) {
			for range 3 {
				s.send("GET", "/v20190125/meshes", "")
			}
			if _, calls := s.send("GET", "/_mock/calls", ""); strings.Count(calls, `"ListMeshes"`) != 2 {
				s.t.Errorf("want two calls: %s", calls)
			}
		}},
	} {
		t.Run(strings.Join(c.args, " "), func(t *testing.T) {
			t.Parallel()
			c.check(startServer(t, nil, c.args...))
			c.check(startServer(t, c.env))
		})
	}
}

func TestClockIsTheMachinesByDefault(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{nil, {"--clock", "wall"}} {
		s := startServer(t, nil, args...)
		s.want("GET", "/_mock/clock", "", http.StatusOK, `"running":true`)
	}
}

func TestSeedErrorNamesFileAndEntry(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, c := range map[string]struct{ text, want string }{
		"missing.yaml": {"- meshName: m\n- {meshName: m, virtualGatewayName: g, spec: {}}\n",
			"missing.yaml:2: entry 2: CreateVirtualGateway m/g: spec.listeners: Member must not be null"},
		"twice.json": {`[{"meshName":"m"},{"meshName":"m"}]`,
			"twice.json: entry 2: CreateMesh m: ConflictException: "},
		"unknown.yaml": {"- {meshNam: m}\n", "unknown.yaml:1: entry 1: "},
		"broken.json":  {"[\n{]", "broken.json:2: not JSON"},
	} {
		file := writeFile(t, filepath.Join(dir, name), c.text)
		wantRefusal(t, exitError, c.want, nil, "--addr", "127.0.0.1:0", "--seed", file)
	}
	wantRefusal(t, exitError, "--seed: inline seed:1: entry 1: ", nil, "--addr", "127.0.0.1:0", "--seed", "[{meshNam: m}]")
	wantRefusal(t, exitError, "--seed: /nonexistent: no such file", nil, "--addr", "127.0.0.1:0", "--seed", "/nonexistent")
	wantRefusal(t, exitError, "--world quotas: ", nil, "--addr", "127.0.0.1:0", "--world", "quotas", "--quota",
		"meshesPerAccount=0")
}

func TestEventStreamsEndAtShutdown(t *testing.T) {
	t.Parallel()
	s := startServer(t, nil)
	response, err := http.Get(s.url + "/_mock/events")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	read := make(chan string, 1)
	go func() {
		var text strings.Builder
		part := make([]byte, 4096)
		for {
			n, err := response.Body.Read(part)
			text.Write(part[:n])
			if err != nil {
				read <- text.String()
				return
			}
		}
	}()
	s.want("PUT", "/v20190125/meshes", `{"meshName":"watched"}`, http.StatusOK, "")
	code := s.stop(terminate)
	if text := <-read; !strings.Contains(text, "watched") || !strings.Contains(text, "stopping") {
		t.Errorf("the stream was %q", text)
	}
	if code != exitOK || strings.Contains(s.log.String(), "cut off") {
		t.Errorf("exit %d: %s", code, s.log.String())
	}
}

func TestRoutesOfMotoAndLocalStackAreServed(t *testing.T) {
	t.Parallel()
	s := startServer(t, nil)
	s.want("PUT", "/v20190125/meshes", `{"meshName":"m"}`, http.StatusOK, "")
	s.want("GET", "/_localstack/health", "", http.StatusOK, `"services":{"appmesh":"running"}`)
	s.want("POST", "/moto-api/reset", "", http.StatusOK, `{"status": "ok"}`)
	s.want("GET", "/v20190125/meshes", "", http.StatusOK, `"meshes":[]`)
	s = startServer(t, nil, "--no-admin")
	s.want("POST", "/moto-api/reset", "", http.StatusNotFound, "App Mesh API")
	s.want("GET", "/_localstack/health", "", http.StatusNotFound, "App Mesh API")
}
