package server_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest"
)

// tag, untag and tags are the three operations on an ARN.
func (a *api) tag(arn string, pairs ...string) response {
	a.t.Helper()
	var tags []string
	for i := 0; i < len(pairs); i += 2 {
		tags = append(tags, fmt.Sprintf(`{"key":%q,"value":%q}`, pairs[i], pairs[i+1]))
	}
	return a.put(byARN("/tag", arn), `{"tags":[`+strings.Join(tags, ",")+`]}`)
}

func (a *api) untag(arn string, keys ...string) response {
	a.t.Helper()
	return a.put(byARN("/untag", arn), `{"tagKeys":["`+strings.Join(keys, `","`)+`"]}`)
}

func (a *api) tags(arn, query string) response {
	a.t.Helper()
	return a.get(byARN("/tags", arn) + query)
}

func TestCreateStoresTags(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, a *api, k kind) {
		const tags = `[{"key":"key1","value":"string"},{"key":"key2","value":""},{"key":"a","value":"b"}]`
		made := a.put(k.collection, k.body("x", "", `"tags":`+tags+`,`)).ok()
		if strings.Contains(made.body+a.describe(k.name, "x").body, "tags") {
			t.Error("the response has the tags (rule 60)")
		}
		same(t, "the tags", a.tags(k.arnOf("x"), "").ok().body, `{"tags":`+tags+`}`)
		a.change(k.name, "x", k.other).ok()
		same(t, "the tags after an update", a.tags(k.arnOf("x"), "").ok().body, `{"tags":`+tags+`}`)
	})
}

// Rules 20, 21 and 60: tags have the order in which their keys were added.
func TestTagsAreAMapInTheOrderOfTheirKeys(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, a *api, k kind) {
		before := a.make(k.name, "x", "").body
		arn := k.arnOf("x")
		list := func() string {
			var all []string
			got := a.tags(arn, "").ok()
			keys, values := got.names("tags", "key"), got.names("tags", "value")
			for i := range keys {
				all = append(all, keys[i]+"="+values[i])
			}
			return strings.Join(all, " ")
		}
		same(t, "no tags", a.tags(arn, "").ok().body, `{"tags":[]}`)
		same(t, "TagResource", a.tag(arn, "b", "1", "a", "2").ok().body, `{}`)
		a.tag(arn, "c", "", "b", "3").ok()
		same(t, "added and overwritten", list(), "b=3 a=2 c=")
		same(t, "UntagResource", a.untag(arn, "a", "never").ok().body, `{}`)
		same(t, "removed", list(), "b=3 c=")
		a.tag(arn, "a", "4").ok()
		same(t, "back at the end", list(), "b=3 c= a=4")
		a.tag(arn, "A", "5").ok()
		same(t, "keys have a case", list(), "b=3 c= a=4 A=5")
		a.untag(arn, "b", "c", "a", "A").ok()
		same(t, "all removed", a.tags(arn, "").ok().body, `{"tags":[]}`)
		a.put(byARN("/untag", arn), `{"tagKeys":[]}`).ok()
		a.put(byARN("/tag", arn), `{"tags":[]}`).ok()
		same(t, "the resource", a.describe(k.name, "x").ok().body, before)
	})
}

// Rule 22.
func TestMoreThan50TagsAreRefusedAsAWhole(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.make("mesh", "m", "")
	arn := kindOf("mesh").arnOf("m")
	numbered := func(from, to int) (pairs []string) {
		for i := from; i < to; i++ {
			pairs = append(pairs, fmt.Sprintf("k%d", i), "v")
		}
		return pairs
	}
	a.tag(arn, numbered(0, 30)...).ok()
	a.tag(arn, numbered(0, 50)...).ok()
	before := a.tags(arn, "").ok().body
	text := "The request exceeds the maximum allowed number of tags allowed per resource. The current limit is 50 user tags per resource. " +
		"You must reduce the number of tags in the request. None of the tags in this request were applied."
	a.tag(arn, "k0", "changed", "one more", "").refused("TooManyTagsException", 22, text)
	same(t, "the tags", a.tags(arn, "").ok().body, before)
	a.tag(arn, "k0", "changed").ok()
	a.untag(arn, "k1").ok()
	a.tag(arn, "one more", "").ok()
	a.tag(arn, numbered(0, 51)...).refused("BadRequestException", 13, "1 validation error detected: …")

	var tags []string
	for i := range 51 {
		tags = append(tags, fmt.Sprintf(`{"key":"k%d","value":""}`, i))
	}
	a.put("/meshes", `{"meshName":"x","tags":[`+strings.Join(tags, ",")+`]}`).refused("BadRequestException", 13,
		"1 validation error detected: …")
	a.get("/meshes/x").refused("NotFoundException", 3, "")
	a.put("/meshes", `{"meshName":"x","tags":[`+strings.Join(tags[:50], ",")+`]}`).ok()
}

// Rule 23.
func TestReservedAndRepeatedTagKeysAreRefused(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.make("mesh", "m", "")
	arn := kindOf("mesh").arnOf("m")
	a.tag(arn, "ok", "", "aws:x", "").refused("BadRequestException", 23, "")
	a.tag(arn, "a", "1", "b", "", "a", "1").refused("BadRequestException", 23, "")
	a.put("/meshes", `{"meshName":"x","tags":[{"key":"aws:x","value":""}]}`).refused("BadRequestException", 23, "")
	same(t, "the tags", a.tags(arn, "").ok().body, `{"tags":[]}`)
	a.tag(arn, "aws", "", "awsx", "", "x:aws:", "aws:").ok()
}

func TestListOfTagsIsPaged(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.make("mesh", "m", "")
	arn := kindOf("mesh").arnOf("m")
	var want []string
	for i := range 7 {
		want = append(want, fmt.Sprintf("k%d", i))
		a.tag(arn, want[i], "").ok()
	}
	page := a.tags(arn, "&limit=3").ok()
	got := page.names("tags", "key")
	// Tags that are added and removed between the pages do not move the others.
	a.untag(arn, "k0", "k5").ok()
	a.tag(arn, "k1", "changed", "new", "").ok()
	page = a.tags(arn, "&limit=3&nextToken="+page.text("nextToken")).ok()
	got = append(got, page.names("tags", "key")...)
	page = a.tags(arn, "&nextToken="+page.text("nextToken")).ok()
	got = append(got, page.names("tags", "key")...)
	same(t, "the walk", strings.Join(got, " "), "k0 k1 k2 k3 k4 k6 new")
	if page.at("nextToken") != nil {
		t.Errorf("the last page has a nextToken: %s", page.body)
	}
	same(t, "a page that ends with the last tag has no nextToken", a.tags(arn, "&limit=6").ok().at("nextToken"), nil)

	token := a.tags(arn, "&limit=1").ok().text("nextToken")
	a.make("mesh", "m2", "")
	a.tags(kindOf("mesh").arnOf("m2"), "&nextToken="+token).refused("BadRequestException", 72, "")
	a.get("/meshes?nextToken="+token).refused("BadRequestException", 72, "")
	a.tags(arn, "&nextToken=").refused("BadRequestException", 72, "")
	for _, limit := range []string{"0", "51", "-1"} {
		a.tags(arn, "&limit="+limit).refused("BadRequestException", 17,
			"1 validation error detected: Value '"+limit+"' at 'limit' failed to satisfy constraint: …")
	}
	a.tags(arn, "&limit=50").ok()
}

// Rule 19.
func TestTagsOfAbsentResourcesAreRefused(t *testing.T) {
	t.Parallel()
	const own, account = "arn:aws:appmesh:us-east-1:123456789012:", " for account 123456789012"
	notFound := map[string]string{
		"mesh/x":                         "Mesh with name x is not present" + account,
		"mesh/x/virtualNode/n":           "Mesh with name x is not present" + account,
		"mesh/m/virtualNode/x":           "VirtualNode with name x is not present under mesh m" + account,
		"mesh/m/virtualRouter/x/route/x": "VirtualRouter with name x is not present under mesh m" + account,
		"mesh/m/virtualRouter/r/route/x": "Route with name x is not present under VirtualRouter r in mesh m" +
			account,
		"mesh/m/virtualGateway/g/gatewayRoute/": "",
	}
	invalid := []string{"", "x", "mesh/m", "arn", own, own + "mesh", own + "mesh/", own + "m", own + "mesh/m/",
		own + "mesh/m/virtualNode",
		own + "mesh/m/virtualNode/", own + "mesh/m/virtualNodes/n", own + "mesh/m/route/x",
		own + "mesh/m/virtualNode/n/route/x",
		own + "mesh/m/virtualNode/n/", own + "mesh/m/virtualGateway/g/route/x", own + "mesh/m/virtualRouter/r/route",
		own + "virtualNode/n",
		own + "Mesh/m", "arn:aws:appmesh:us-east-1:123456789012", "arn:aws:s3:us-east-1:123456789012:mesh/m",
		"arn:aws-cn:appmesh:us-east-1:123456789012:mesh/m",
		"arn:aws:appmesh:cn-north-1:123456789012:mesh/m", "arn:aws:appmesh::123456789012:mesh/m",
		"arn:aws:appmesh:us-east-1::mesh/m",
		"arn:aws:appmesh:us-east-1:12345:mesh/m", "ARN:aws:appmesh:us-east-1:123456789012:mesh/m",
		own + "mesh//virtualNode/n", own + "mesh/m//n"}
	a := start(t)
	a.populate()
	each := func(arn string, check func(response)) {
		check(a.tag(arn, "k", "v"))
		check(a.untag(arn, "k"))
		check(a.tags(arn, ""))
	}
	for path, text := range notFound {
		if text == "" {
			invalid = append(invalid, own+path)
			continue
		}
		each(own+path, func(got response) {
			rule := 3
			if strings.HasPrefix(text, "VirtualNode") {
				rule = 43
			}
			got.refused("NotFoundException", rule, text)
		})
	}
	for _, arn := range invalid {
		each(arn, func(got response) { got.refused("BadRequestException", 19, arn+" is an invalid ARN.") })
	}
	for _, other := range []string{"arn:aws:appmesh:eu-west-1:111111111111:mesh/default",
		"arn:aws:appmesh:us-east-1:111111111111:mesh/m"} {
		each(other, func(got response) {
			got.refused("AccessDeniedException", 19,
				other+" is an invalid ARN. Invalid account id in the ARN provided : 111111111111")
		})
	}
	each("arn:aws:appmesh:eu-west-1:123456789012:mesh/m",
		func(got response) { got.refused("NotFoundException", 3, "Mesh with name m is not present"+account) })
}

func TestTagOperationsNeedARNAndTags(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.make("mesh", "m", "")
	arn := kindOf("mesh").arnOf("m")
	a.get("/tags").refused("BadRequestException", 13,
		"1 validation error detected: Value null at 'resourceArn' failed to satisfy constraint: Member must not be null")
	a.put("/tag", `{"tags":[]}`).refused("BadRequestException", 13, "")
	a.put(byARN("/tag", arn), `{}`).refused("BadRequestException", 13,
		"1 validation error detected: Value null at 'tags' failed to satisfy constraint: Member must not be null")
	a.put(byARN("/untag", arn), `{}`).refused("BadRequestException", 13,
		"1 validation error detected: Value null at 'tagKeys' failed to satisfy constraint: Member must not be null")
	a.put(byARN("/tag", arn), `{"tags":[{"key":"k"}]}`).refused("BadRequestException", 13,
		"1 validation error detected: Value null at 'tags.1.member.value' failed to satisfy constraint: Member must not be null")
}

// Some of the names resemble parts of an ARN.
func TestResourcesWithOddNamesHaveTags(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"a:b", "a@b", "n@111122223333", "arn:aws:appmesh", "virtualNode", "route", "..",
		"a b", "ü😀", "100%", "a?b#c", "%2F", "+"} {
		t.Run(url.PathEscape(name), func(t *testing.T) {
			t.Parallel()
			a := start(t, appmeshtest.WithRelax(15)) // and with it rule 64
			a.make("mesh", "m", "")
			a.make("virtualNode", "n", "")
			a.make("virtualService", "s", "")
			for _, each := range []struct{ kind, parent, parentKind string }{
				{"virtualNode", "", ""}, {"virtualService", "", ""},
				{"virtualRouter", "", ""}, {"route", "virtualRouter", "virtualRouter"},
				{"virtualGateway", "", ""}, {"gatewayRoute", "virtualGateway", "virtualGateway"},
			} {
				k := kindOf(each.kind)
				collection := k.collection
				if each.parent != "" {
					collection = "/meshes/m/" + each.parent + "/" + url.PathEscape(name) + "/" + k.list
				}
				made := a.put(collection, k.body(name, "", "")).ok()
				arn := made.text("metadata.arn")
				a.tag(arn, "kind", each.kind).ok()
				same(t, arn, a.tags(arn, "").ok().body, `{"tags":[{"key":"kind","value":"`+each.kind+`"}]}`)
			}
		})
	}
}
