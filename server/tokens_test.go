package server_test

import (
	"fmt"
	"strings"
	"testing"
)

const tokenReused = "The request contains a client token that was used for a previous update resource call with different specifications. Try the request again with a new client token."

// tokened returns the client token as a member of a body, with a comma.
func tokened(value string) string { return `"clientToken":"` + value + `",` }

func (k kind) existsText(name string) string {
	text := fmt.Sprintf("%s with name %s already exists ", k.title, name)
	switch k.name {
	case "mesh":
	case "route":
		text += "under VirtualRouter r in mesh m "
	case "gatewayRoute":
		text += "under VirtualGateway g in mesh m "
	default:
		text += "under mesh m "
	}
	return text + "for account 123456789012"
}

// Rule 4.
func TestCreateOfANameInUseIsRefusedUnlessItIsARetry(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, a *api, k kind) {
		first := a.put(k.collection, k.body("x", "", tokened("one"))).ok()
		again := a.put(k.collection, k.body("x", "", tokened("one"))).ok()
		same(t, "the response to the retry", again.body, first.body)
		a.put(k.collection, k.body("x", k.other, tokened("one"))).refused("ConflictException", 6, tokenReused)
		for _, body := range []string{k.body("x", "", tokened("two")), k.body("x", "", ""),
			k.body("x", k.other, tokened("two")), k.body("x", k.other, "")} {
			a.put(k.collection, body).refused("ConflictException", 4, k.existsText("x"))
		}
		same(t, "the resource after all that", a.describe(k.name, "x").ok().body, first.body)
	})
}

func TestCreateWithoutATokenIsNeverARetry(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, a *api, k kind) {
		a.make(k.name, "x", "")
		a.try(k.name, "x", "").refused("ConflictException", 4, k.existsText("x"))
		a.put(k.collection, k.body("x", "", tokened("late"))).refused("ConflictException", 4, k.existsText("x"))
	})
}

// The order of members, white space and escapes do not matter in the comparison of requests,
// but tags do.
func TestSameRequestInOtherBytesIsARetry(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.make("mesh", "m", "")
	first := a.put("/meshes/m/virtualGateways",
		`{"clientToken":"one","spec":{"listeners":[{"portMapping":{"port":80,"protocol":"http"}}],"logging":{}},"tags":[{"key":"a","value":"b"}],"virtualGatewayName":"x"}`).ok()
	for _, body := range []string{
		` { "virtualGatewayName" : "x" , "tags":[{"value":"b","key":"a"}],"spec":{"logging":{},"listeners":[{"portMapping":{"protocol":"http","port":80}}]},"clientToken":"one"}` + "\n",
		`{"clientToken":"\u006fne","spec":{"backendDefaults":null,"listeners":[{"portMapping":{"port":80,"protocol":"http","unknown":1}}],"logging":{}},"tags":[{"key":"a","value":"b"}],"virtualGatewayName":"\u0078"}`,
	} {
		same(t, "the response", a.put("/meshes/m/virtualGateways", body).ok().body, first.body)
	}
	for _, body := range []string{
		`{"clientToken":"one","spec":{"listeners":[{"portMapping":{"port":80,"protocol":"http"}}]},"tags":[{"key":"a","value":"b"}],"virtualGatewayName":"x"}`,
		`{"clientToken":"one","spec":{"listeners":[{"portMapping":{"port":80,"protocol":"http"}}],"logging":{}},"tags":[{"key":"a","value":"c"}],"virtualGatewayName":"x"}`,
		`{"clientToken":"one","spec":{"listeners":[{"portMapping":{"port":80,"protocol":"http"}}],"logging":{}},"virtualGatewayName":"x"}`,
	} {
		a.put("/meshes/m/virtualGateways", body).refused("ConflictException", 6, tokenReused)
	}
}

// Rule 6.
func TestUpdateWithAKnownTokenChangesNothing(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, a *api, k kind) {
		update := func(token, spec string) response { return a.put(k.path("x"), `{`+tokened(token)+`"spec":`+spec+`}`) }
		a.put(k.collection, k.body("x", "", tokened("create"))).ok()
		second := update("one", k.other).ok().is("metadata.version", "2")
		same(t, "the response to the repeated update", update("one", k.other).ok().body, second.body)
		update("one", k.spec).refused("ConflictException", 6, tokenReused)
		update("two", k.spec).ok().is("metadata.version", "3")
		now := a.describe(k.name, "x").ok().body
		same(t, "the response to an older update that is repeated", update("one", k.other).ok().body, now)
		same(t, "the resource", a.describe(k.name, "x").ok().body, now)
		update("create", k.other).refused("ConflictException", 6, tokenReused)
		a.change(k.name, "x", k.spec).ok().is("metadata.version", "4")
		a.change(k.name, "x", k.spec).ok().is("metadata.version", "5")
	})
}

func TestCreateRepeatedAfterAnUpdateReturnsTheCurrentResource(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, a *api, k kind) {
		a.put(k.collection, k.body("x", "", tokened("one"))).ok()
		a.change(k.name, "x", k.other).ok()
		got := a.put(k.collection, k.body("x", "", tokened("one"))).ok().is("metadata.version", "2")
		same(t, "the response", got.body, a.describe(k.name, "x").body)
	})
}

func TestTokenOfADeletedResourceIsFree(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, a *api, k kind) {
		first := a.put(k.collection, k.body("x", "", tokened("one"))).ok()
		a.remove(k.name, "x").ok()
		second := a.put(k.collection, k.body("x", k.other, tokened("one"))).ok().is("metadata.version", "1")
		if first.text("metadata.uid") == second.text("metadata.uid") {
			t.Error("the new resource has the old uid")
		}
	})
}

// Tokens belong to one resource: creates of two resources may have the same token.
func TestTokenMayBeUsedForTwoResources(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, a *api, k kind) {
		a.put(k.collection, k.body("x", "", tokened("one"))).ok()
		a.put(k.collection, k.body("y", "", tokened("one"))).ok().is("metadata.version", "1")
	})
}

// The retry of a create succeeds although a new create with these references would not.
func TestRepeatedCreateSucceedsWithoutItsReferences(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.populate()
	body := kindOf("gatewayRoute").body("x", "", tokened("one"))
	a.put("/meshes/m/virtualGateway/g/gatewayRoutes", body).ok()
	a.make("virtualService", "s2", "")
	a.change("gatewayRoute", "x", strings.Replace(gatewayRoute, `"s"`, `"s2"`, 1)).ok()
	a.remove("virtualService", "s").ok()
	a.put("/meshes/m/virtualGateway/g/gatewayRoutes", body).ok().is("metadata.version", "2")
}

// Rule 63.
func TestInvalidClientTokensAreRefused(t *testing.T) {
	t.Parallel()
	a := start(t)
	for _, good := range []string{"a", "5F0C9B1E-3C7A-4D77-9F4E-1F1F6F0A2B11", "under_score-0",
		strings.Repeat("z", 36)} {
		a.put("/meshes", `{`+tokened(good)+`"meshName":"m`+good[:1]+`"}`).ok()
	}
	for _, bad := range []string{"", strings.Repeat("z", 37), "a b", "a.b", "ü", "a/b", `\n`} {
		a.put("/meshes", `{`+tokened(bad)+`"meshName":"bad"}`).refused("BadRequestException", 63, "")
		a.put("/meshes/m5", `{`+tokened(bad)+`"spec":{}}`).refused("BadRequestException", 63, "")
	}
	a.get("/meshes/bad").refused("NotFoundException", 3, "")
}
