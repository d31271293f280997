package server_test

import (
	"go/ast"
	"go/constant"
	gotoken "go/token"
	"go/types"
	"os"
	"slices"
	"strings"
	"testing"
)

// limits has, for each constant that limits a user, its name, its value, and the first two
// columns of its row in README.md.
var limits = []struct{ file, name, value, row string }{
	{"server/server.go", "MaxBody", "1<<20", "body of a request | 1 MiB"},
	{"server/server.go", "MaxPath", "8<<10", "path and query of a request | 8 KiB"},
	{"cmd/appmesh-mock/timeouts.go", "maxHeaderBytes", "256<<10", "headers of a request | 256 KiB"},
	{"cmd/appmesh-mock/serve.go", "defaultShutdownTimeout", "8*time.Second",
		"time for requests in flight at the end | 8 s"},
	{"server/internal/model/scan.go", "maxDepth", "128", "levels of nesting in a request | 128"},
	{"server/internal/cbor/cbor.go", "maxDepth", "32", "levels of nesting in a request in CBOR | 32"},
	{"server/internal/model/violations.go", "maxViolations", "100", "violations that a response lists | 100"},
	{"server/internal/model/invalid.go", "maxPrinted", "1024", "characters of a refused value in a message | 1024"},
	{"server/internal/model/unknown.go", "maxIgnored", "100", "unknown members that are found in a request | 100"},
	{"server/ignored.go", "maxWarnings", "10", "unknown members in the headers of a response and in the journal | 10"},
	{"server/ignored.go", "maxMember", "200", "text of an unknown member in a header | 200 bytes"},
	{"server/ignored.go", "maxHint", "500", "hint in a header | 500 bytes"},
	{"server/internal/api/hint.go", "maxLookedAt", "10000", "resources searched for a hint | 10,000"},
	{"server/internal/api/hint.go", "maxCompared", "1000", "siblings compared for a hint | 1000"},
	{"server/internal/nearest/nearest.go", "maxLength", "255",
		"length of a misspelt name for which another is suggested | 255 bytes"},
	{"server/internal/sigv4/claim.go", "maxExpires", "7*24*60*60", "age of a presigned URL | 7 days"},
	{"state/token.go", "maxTokens", "32", "client tokens that a resource remembers | 32"},
	{"state/tags.go", "MaxTags", "50", "tags of a resource (rule 22) | 50"},
	{"state/resource.go", "maxVersion", "1<<53-1", "version of a resource | 2^53 - 1"},
	{"server/journal.go", "DefaultJournal", "1000", "calls in the journal | 1000"},
	{"server/journal.go", "MaxJournalBody", "16<<10",
		"a body in the journal, one for the request and one for the response | 16 KiB"},
	{"server/journal.go", "MaxJournalText", "1<<10", "any other text in the journal | 1 KiB"},
	{"server/internal/glob/glob.go", "MaxLength", "1024", "pattern of a fault, a query or an assertion | 1024 bytes"},
	{"server/fault.go", "MaxDelay", "time.Hour", "delay of a fault | 1 hour"},
	{"server/admin/routes.go", "maxDocument", "256<<20",
		"state document, seed or import sent to an admin route | 256 MiB"},
	{"server/admin/difflines.go", "maxDiffPairs", "4_000_000",
		"pairs of lines that `GET /_mock/diff?text=true` compares | 4,000,000"},
	{"state/strictjson.go", "maxDepth", "128", "levels of nesting in a state document | 128"},
	{"server/internal/jsondoc/jsondoc.go", "MaxDepth", "500", "levels of nesting in a seed or an import | 500"},
	{"server/internal/seedfile/check.go", "MaxMistakes", "50",
		"mistakes that are reported for a seed or an import | 50"},
	{"server/internal/yamldoc/yamldoc.go", "minValues", "100000",
		"values in a YAML file, with its aliases expanded | 100,000"},
	{"server/internal/yamldoc/yamldoc.go", "valuesPerByte", "4",
		"values in a YAML file, with its aliases expanded | 100,000, and 4 for each byte"},
	{"server/internal/yamldoc/yamldoc.go", "minText", "1<<20",
		"text in a YAML file, with its aliases expanded | 1 MiB"},
	{"server/internal/yamldoc/yamldoc.go", "textPerByte", "16",
		"text in a YAML file, with its aliases expanded | 1 MiB, and 16 bytes for each byte"},
	{"server/convert/budget.go", "minValues", "100000", "values that an import expands to | 100,000"},
	{"server/convert/budget.go", "valuesPerByte", "4",
		"values that an import expands to | 100,000, and 4 for each byte of the files"},
	{"server/convert/budget.go", "minText", "1<<20", "text that an import expands to | 1 MiB"},
	{"server/convert/budget.go", "textPerByte", "16",
		"text that an import expands to | 1 MiB, and 16 bytes for each byte of the files"},
	{"server/convert/budget.go", "maxReferences", "100", "references of an import in a chain | 100"},
	{"server/admin/events.go", "backlog", "1024", "events that a stream can be behind | 1024"},
	{"server/admin/events.go", "DefaultHeartbeat", "15*time.Second",
		"pause between comments in a stream without events | 15 s"},
	{"server/admin/events.go", "sendTimeout", "5*time.Second", "time for each write of a stream | 5 s"},
	{"server/envoy/xds/handler.go", "maxRequest", "4<<20", "request of an Envoy | 4 MiB"},
	{"server/envoy/xds/session.go", "maxSessions", "1000", "Envoys that are listed | 1000"},
	{"server/envoy/xds/session.go", "forgetTime", "time.Hour",
		"time until an Envoy that does not poll is removed from the list | 1 hour"},
	{"server/envoy/xds/service.go", "maxTranslations", "256", "translations for Envoys that are kept | 256"},
	{"server/envoy/regex.go", "maxProgram", "1000",
		"size of a regular expression's program, as Envoy counts it | 1000"},
	{"server/routing/regex.go", "maxProgramSize", "1000",
		"size of a regular expression's program, as Envoy counts it | 1000"},
}

// noLimits are constants named max… that do not limit a user: sizes of buffers and caches, of
// shortened texts, and limits that other specifications define.
var noLimits = []string{
	"server/serve.go maxPooledBuffer",
	"server/response.go maxCountedBody",
	"server/response.go maxHeaders",
	"server/internal/model/violations.go maxLevel",
	"server/internal/nearest/nearest.go maxEdits",
	"server/internal/rules/set.go maxNumber",
	"server/internal/seedfile/entry.go maxRunes",
	"server/internal/api/hint.go maxListed",
	"server/internal/companions/pages.go maxResourcesPerPage",
	"server/internal/companions/pages.go maxTagsPerPage",
	"server/routing/cache.go maxCached",
	"server/convert/compare.go maxReasons",
	"server/convert/exporttemplate.go maxID",
	"server/convert/place.go maxLength",
	"server/envoy/address.go maxPort",
	"server/envoy/rollout.go maxPolls",
	"server/envoy/values.go maxSeconds",
	"server/client/client.go maxRefusal",
	"server/client/events.go maxEvent",
	"state/list.go maxCapacity",
	"state/ports.go maxNames",
	"state/reference.go maxHolders",
	"cmd/appmesh-mock/status.go maxRefused",
	"cmd/appmesh-mock/resources.go maxListed",
	"cmd/appmesh-mock/listen.go maxSocketPath",
	"cmd/appmesh-mock/diffcmd.go maxValue",
	"cmd/appmesh-mock/files.go maxLinks",
	"cmd/appmesh-mock/serve.go maxValue",
}

// constants returns the expressions of the constants of the module, by file and name.
func constants(t *testing.T) map[string]ast.Expr {
	t.Helper()
	all := map[string]ast.Expr{}
	for path, file := range sources(t) {
		ast.Inspect(file, func(node ast.Node) bool {
			if decl, ok := node.(*ast.GenDecl); ok && decl.Tok == gotoken.CONST {
				for _, spec := range decl.Specs {
					spec := spec.(*ast.ValueSpec)
					for i, name := range spec.Names {
						if i < len(spec.Values) {
							all[path+" "+name.Name] = spec.Values[i]
						}
					}
				}
			}
			return true
		})
	}
	return all
}

// valueOf evaluates a constant expression, in which durations are seconds.
func valueOf(t *testing.T, expression string) constant.Value {
	t.Helper()
	expression = strings.NewReplacer("time.Second", "1", "time.Minute", "60", "time.Hour", "3600").Replace(expression)
	value, err := types.Eval(gotoken.NewFileSet(), nil, gotoken.NoPos, expression)
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return value.Value
}

func TestTheTableOfLimitsAgreesWithTheCode(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	found := constants(t)
	known := slices.Clone(noLimits)
	for _, limit := range limits {
		key := limit.file + " " + limit.name
		known = append(known, key)
		expression, ok := found[key]
		if !ok {
			t.Errorf("there is no constant %s", key)
			continue
		}
		got := types.ExprString(expression)
		if !constant.Compare(valueOf(t, got), gotoken.EQL, valueOf(t, limit.value)) {
			t.Errorf("%s is %s, and README.md has %s", key, got, limit.value)
		}
		if !strings.Contains(string(readme), "\n| "+limit.row) {
			t.Errorf("README.md has no row %q", limit.row)
		}
	}
	for key := range found {
		name := key[strings.LastIndexByte(key, ' ')+1:]
		if strings.HasPrefix(strings.ToLower(name), "max") && !slices.Contains(known, key) &&
			!strings.HasPrefix(key, "cmd/appmesh-mock-ads/") && !strings.HasPrefix(key, "fixtures/") {
			t.Errorf("%s is neither in the table of limits nor known to be none", key)
		}
	}
	for _, key := range noLimits {
		if found[key] == nil {
			t.Errorf("there is no constant %s", key)
		}
	}
}
