package server_test

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// walk returns the names of all pages of a list. It calls between, unless it is nil, after each
// page but the last.
func (a *api) walk(k kind, limit int, between func(page int)) (names []string) {
	a.t.Helper()
	token := ""
	for page := 0; page < 1000; page++ {
		got := a.get(fmt.Sprintf("%s?limit=%d%s", k.collection, limit, token)).ok()
		names = append(names, got.names(k.list, k.name+"Name")...)
		if got.at("nextToken") == nil {
			return names
		}
		if n := len(got.names(k.list, "arn")); n != limit {
			a.t.Errorf("a page that is not the last has %d items", n)
		}
		token = "&nextToken=" + got.text("nextToken")
		if between != nil {
			between(page)
		}
	}
	a.t.Fatal("the list does not end")
	return nil
}

func TestListIsSortedByNameInByteOrder(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, a *api, k kind) {
		names := []string{"b", "a", "B", "aa", "a-", "a0", "_", "ab", "Z", "10", "9"}
		if slices.Contains([]string{"virtualService", "virtualGateway", "gatewayRoute"}, k.name) {
			names = append(names, "ü", "😀", "a b", "a.", "~", "a\u00a0")
		}
		want := a.walk(k, 100, nil)
		for _, name := range names {
			a.make(k.name, name, "")
			want = append(want, name)
		}
		slices.Sort(want)
		for _, limit := range []int{1, 2, 3, 7, len(want), 100} {
			same(t, fmt.Sprintf("limit %d", limit), a.walk(k, limit, nil), want)
		}
	})
}

// Rule 18: resources that exist throughout a walk are listed exactly once.
func TestListIsStableWhileOthersWrite(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, a *api, k kind) {
		var kept []string
		for i := range 20 {
			kept = append(kept, fmt.Sprintf("k%02d", i))
			a.make(k.name, kept[i], "")
			a.make(k.name, fmt.Sprintf("k%02dgone", i), "")
		}
		got := a.walk(k, 3, func(page int) {
			a.remove(k.name, fmt.Sprintf("k%02dgone", page)) // before, at and after the position of the walk
			a.remove(k.name, fmt.Sprintf("k%02dgone", page+3))
			a.make(k.name, fmt.Sprintf("a%02d", page), "")
			a.make(k.name, fmt.Sprintf("k%02dnew", 19-page), "")
			a.change(k.name, "k10", k.other).ok()
		})
		var seen []string
		for _, name := range got {
			if slices.Contains(kept, name) {
				seen = append(seen, name)
			}
		}
		same(t, "what existed throughout", seen, kept)
		if !slices.IsSorted(got) {
			t.Errorf("the walk is not in order: %v", got)
		}
	})
}

// A token is a position in the order of names, and does not depend on a resource at the position.
func TestTokenIsValidAfterItsResourceIsDeleted(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, a *api, k kind) {
		for _, name := range []string{"0", "1", "2"} {
			a.make(k.name, name, "")
		}
		token := a.get(k.collection + "?limit=1").ok().text("nextToken")
		a.remove(k.name, "1").ok()
		same(t, "the next page", a.get(k.collection+"?limit=1&nextToken="+token).ok().names(k.list, k.name+"Name"),
			[]string{"2"})
	})
}

func TestPageHas100ItemsUnlessLimitIsLess(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.make("mesh", "m", "")
	for i := range 101 {
		a.make("virtualRouter", fmt.Sprintf("r%03d", i), `{}`)
	}
	for query, want := range map[string]int{"": 100, "?limit=100": 100, "?limit=99": 99, "?limit=1": 1,
		"?unknown=1": 100} {
		got := a.get("/meshes/m/virtualRouters" + query).ok()
		same(t, query, len(got.names("virtualRouters", "arn")), want)
		if got.at("nextToken") == nil {
			t.Errorf("%q: no nextToken", query)
		}
	}
	a.remove("virtualRouter", "r000").ok()
	same(t, "nextToken of a list of exactly 100", a.get("/meshes/m/virtualRouters").ok().at("nextToken"), nil)
}

func TestLimitOutOfRangeIsRefused(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, a *api, k kind) {
		for limit, constraint := range map[string]string{
			"0":          "Member must have value greater than or equal to 1",
			"-5":         "Member must have value greater than or equal to 1",
			"101":        "Member must have value less than or equal to 100",
			"2147483647": "Member must have value less than or equal to 100",
		} {
			a.get(k.collection+"?limit="+limit).refused("BadRequestException", 17,
				"1 validation error detected: Value '"+limit+"' at 'limit' failed to satisfy constraint: "+constraint)
		}
		for _, limit := range []string{"", "x", "1.5", "1e1", "0x1", "2147483648", "9999999999999999999999",
			"%20" + "1", "1%00"} {
			got := a.get(k.collection + "?limit=" + limit)
			if got.code() != "BadRequestException" || !strings.Contains(got.text("message"), "'limit'") {
				t.Errorf("%s: %d %s", got.request, got.status, got.body)
			}
		}
	})
}

// Rule 17.
func TestForeignAndInventedTokensAreRefused(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.populate()
	a.make("mesh", "m2", "")
	a.make("virtualRouter", "r2", "")
	a.make("virtualGateway", "g2", "")
	for _, k := range kinds {
		if k.name != "mesh" {
			a.make(k.name, "x1", "")
			a.make(k.name, "x2", "")
		}
		for _, mesh := range []*api{a.as(owner, "eu-west-1"), a.as(consumer, "us-east-1")} {
			mesh.try("mesh", "m", "")
			mesh.try("mesh", "m2", "")
		}
	}
	tokens := map[string]string{}
	for _, k := range kinds {
		tokens[k.collection] = a.get(k.collection + "?limit=1").ok().text("nextToken")
	}
	lists := []string{"/meshes/m2/virtualNodes", "/meshes/m2/virtualRouters", "/meshes/m2/virtualServices",
		"/meshes/m2/virtualGateways",
		"/meshes/m/virtualRouter/r2/routes", "/meshes/m/virtualGateway/g2/gatewayRoutes"}
	for _, k := range kinds {
		lists = append(lists, k.collection)
	}
	for from, token := range tokens {
		for _, to := range lists {
			if from == to {
				a.get(to + "?nextToken=" + token).ok()
				continue
			}
			a.get(to+"?nextToken="+token).refused("BadRequestException", 72, "")
		}
		for _, tenant := range []*api{a.as(owner, "eu-west-1"), a.as(consumer, "us-east-1")} {
			if from == "/meshes" || from == "/meshes/m/virtualNodes" {
				tenant.get(from+"?nextToken="+token).refused("BadRequestException", 72, "")
			}
		}
		raw, err := base64.RawURLEncoding.DecodeString(token)
		if err != nil {
			t.Fatal(err)
		}
		made := []string{"", "x", "null", "AAAA", token[1:], token[:len(token)-1], token + "A", token + "=",
			token + "%0A",
			strings.Repeat("A", 16), strings.Repeat("A", 3000), "%FF%FE", "%00", "%C3%BC", token + token}
		for i := range raw {
			flipped := slices.Clone(raw)
			flipped[i] ^= 1
			made = append(made, base64.RawURLEncoding.EncodeToString(flipped))
		}
		for _, token := range made {
			got := a.get(from + "?nextToken=" + token)
			if got.code() != "BadRequestException" {
				t.Errorf("%s: %d %s", got.request, got.status, got.body)
			}
		}
	}
}

func TestListWithoutResourcesIsEmpty(t *testing.T) {
	t.Parallel()
	a := start(t)
	same(t, "no meshes", a.get("/meshes").ok().body, `{"meshes":[]}`)
	a.make("mesh", "m", "")
	a.make("virtualRouter", "r", "")
	a.make("virtualGateway", "g", "")
	for _, k := range kinds {
		switch k.name {
		case "mesh", "virtualRouter", "virtualGateway":
		default:
			same(t, k.name, a.get(k.collection).ok().body, `{"`+k.list+`":[]}`)
		}
	}
}
