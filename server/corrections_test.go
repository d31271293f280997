package server_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest"
)

func TestNamesOfNodesRoutersAndRoutesHoldLettersDigitsHyphensAndUnderscores(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.populate()
	for kind, title := range map[string]string{"virtualNode": "VirtualNode", "virtualRouter": "VirtualRouter",
		"route": "Route"} {
		for _, name := range []string{"a.b", "a b", "ü", "a:b", ".."} {
			a.try(kind, name, "").refused("BadRequestException", 64, title+`Name must match ^[a-zA-Z0-9\-_]+$`)
		}
		a.make(kind, "A-z_09", "")
	}
	for _, kind := range []string{"virtualGateway", "gatewayRoute", "virtualService"} {
		a.make(kind, "a.b c", "")
	}
}

func TestNamesHoldAnyCharacterIfRule15IsRelaxed(t *testing.T) {
	t.Parallel()
	a := start(t, appmeshtest.WithRelax(15))
	a.populate()
	for _, kind := range []string{"virtualNode", "virtualRouter", "route"} {
		a.make(kind, "a.b", "")
	}
}

func TestDuplicateBackendsAreEchoedByWritesAndDescribedOnce(t *testing.T) {
	t.Parallel()
	const (
		one  = `{"virtualService":{"virtualServiceName":"one"}}`
		two  = `{"virtualService":{"virtualServiceName":"two"}}`
		sent = `{"backends":[` + one + `,` + two + `,` + one + `]}`
	)
	a := start(t)
	a.populate()
	same(t, "the create", a.make("virtualNode", "x", sent).spec(), sent)
	same(t, "describe", a.describe("virtualNode", "x").ok().spec(), `{"backends":[`+one+`,`+two+`]}`)
	same(t, "the update", a.change("virtualNode", "x", sent).ok().spec(), sent)
	same(t, "delete", a.remove("virtualNode", "x").ok().spec(), `{"backends":[`+one+`,`+two+`]}`)
}

func TestPrefixOfAGatewayRouteIsStoredAsSent(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.populate()
	spec := strings.Replace(gatewayRoute, `"prefix":"/"`, `"prefix":"testPrefix"`, 1)
	a.make("gatewayRoute", "x", spec)
	same(t, "describe", a.describe("gatewayRoute", "x").ok().spec(), spec)
}

func TestRuleOfACreateOfANameInUseRelaxedReturnsTheResource(t *testing.T) {
	t.Parallel()
	a := start(t, appmeshtest.WithRelax(4))
	for _, kind := range []string{"mesh", "virtualNode", "virtualService"} {
		name := map[bool]string{true: "m", false: "x"}[kind == "mesh"]
		first := a.make(kind, name, "")
		same(t, "the second create", a.try(kind, name, "").ok().text("metadata.uid"), first.text("metadata.uid"))
		a.describe(kind, name).ok().is("metadata.version", fmt.Sprint(1))
	}
}
