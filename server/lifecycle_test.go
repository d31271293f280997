package server_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest"
	"github.com/appmesh-mock/appmesh-mock/server"
)

// Rules 33 and 41.
func TestVersionTimesAndStatusFromCreateToDelete(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, a *api, k kind) {
		clock := a.srv.Clock()
		at := time.Date(2019, 2, 27, 19, 23, 25, 298e6, time.UTC)
		clock.Set(at)
		created := a.make(k.name, "x", "").is("metadata.version", "1").is("status.status", "ACTIVE").
			is("metadata.createdAt", "1.551295405298E9").is("metadata.lastUpdatedAt", "1.551295405298E9").
			is("metadata.arn", k.arnOf("x")).is("metadata.meshOwner", "123456789012").is("metadata.resourceOwner",
			"123456789012")
		uid := created.text("metadata.uid")
		if !regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(
			uid) {
			t.Errorf("the uid %s is no UUID of version 4", uid)
		}
		same(t, "describe", a.describe(k.name, "x").ok().body, created.body)

		clock.Set(at.Add(time.Second))
		updated := a.change(k.name, "x", k.other).ok().is("metadata.version", "2").is("status.status", "ACTIVE").
			is("metadata.createdAt", "1.551295405298E9").is("metadata.lastUpdatedAt", "1.551295406298E9").
			is("metadata.uid", uid).is("metadata.arn", k.arnOf("x"))
		same(t, "describe after the update", a.describe(k.name, "x").ok().body, updated.body)
		same(t, "the spec is replaced whole", updated.spec(), compact(k.other))

		clock.Set(at.Add(2 * time.Second))
		version := "3"
		if k.name == "mesh" { // rule 33
			version = "2"
		}
		deleted := a.remove(k.name, "x").ok().is("metadata.version", version).is("status.status", "DELETED").
			is("metadata.createdAt", "1.551295405298E9").is("metadata.lastUpdatedAt", "1.551295407298E9").
			is("metadata.uid", uid).is("metadata.arn", k.arnOf("x"))
		same(t, "the last spec", deleted.spec(), compact(k.other))
		a.describe(k.name, "x").refused("NotFoundException", map[bool]int{true: 43, false: 3}[k.name == "virtualNode"],
			"")
		a.remove(k.name, "x").refused("NotFoundException", map[bool]int{true: 43, false: 3}[k.name == "virtualNode"],
			"")

		again := a.make(k.name, "x", "").is("metadata.version", "1")
		if again.text("metadata.uid") == uid {
			t.Error("the new resource has the old uid")
		}
		if again.text("metadata.createdAt") != again.text("metadata.lastUpdatedAt") {
			t.Error("the times of the new resource differ")
		}
	})
}

func TestIdenticalUpdateMovesVersionAndTime(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, a *api, k kind) { // rule 5
		before := a.make(k.name, "x", "")
		after := a.change(k.name, "x", k.spec).ok().is("metadata.version", "2")
		same(t, "createdAt", after.text("metadata.createdAt"), before.text("metadata.createdAt"))
		if after.text("metadata.lastUpdatedAt") == before.text("metadata.lastUpdatedAt") {
			t.Error("lastUpdatedAt did not change")
		}
	})
}

func TestDeleteIncrementsVersionsExceptThoseOfMeshes(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, a *api, k kind) {
		a.make(k.name, "x", "")
		a.remove(k.name, "x").ok().is("metadata.version", map[bool]string{true: "1", false: "2"}[k.name == "mesh"])
	})
}

func TestRecreatedResourceHasNoOldTags(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, a *api, k kind) {
		a.put(k.collection, k.body("x", "", `"tags":[{"key":"old","value":""}],`)).ok()
		a.remove(k.name, "x").ok()
		a.get(byARN("/tags", k.arnOf("x"))).refused("NotFoundException",
			map[bool]int{true: 43, false: 3}[k.name == "virtualNode"], "")
		a.make(k.name, "x", "")
		same(t, "the tags", a.get(byARN("/tags", k.arnOf("x"))).ok().body, `{"tags":[]}`)
	})
}

// A refused write changes nothing, including the clock and the sequence of uids.
func TestRefusedWriteLeavesNoTrace(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.populate()
	before := a.srv.Clock().Now()
	a.try("virtualNode", "n", "").refused("ConflictException", 4, "")
	a.try("virtualNode", "x", `{"listeners":[{}]}`).refused("BadRequestException", 13, "")
	a.remove("mesh", "m").refused("ResourceInUseException", 45, "")
	a.try("route", "x", strings.Replace(routeSpec, `"n"`, `"none"`, 1)).refused("NotFoundException", 44, "")
	a.put("/meshes/none/virtualNodes",
		kindOf("virtualNode").body("x", `{"backends":[{"virtualService":{"virtualServiceName":"trace"}}]}`,
			"")).refused("NotFoundException", 3, "")
	same(t, "the clock", a.srv.Clock().Now(), before)
	a.make("virtualService", "trace", "").is("metadata.version", "1").is("metadata.uid",
		"00000000-0000-4000-8000-000000000006")
}

// Rule 8.
func TestImplicitVirtualService(t *testing.T) {
	t.Parallel()
	backend := func(names ...string) string {
		var all []string
		for _, name := range names {
			all = append(all, `{"virtualService":{"virtualServiceName":"`+name+`"}}`)
		}
		return `{"backends":[` + strings.Join(all, ",") + `]}`
	}
	for name, do := range map[string]func(t *testing.T, a *api){
		"is made with version 2 and the time of the first reference": func(t *testing.T, a *api) {
			first := a.make("virtualNode", "n1", backend("x")).text("metadata.createdAt")
			a.make("virtualNode", "n2", backend("x"))
			got := a.make("virtualService", "x", "").is("metadata.version", "2").is("metadata.createdAt", first)
			if got.text("metadata.lastUpdatedAt") == first {
				t.Error("lastUpdatedAt is that of the reference")
			}
			same(t, "describe", a.describe("virtualService", "x").body, got.body)
			a.change("virtualService", "x", `{}`).ok().is("metadata.version", "3")
			a.remove("virtualService", "x").ok().is("metadata.version", "4").is("metadata.createdAt", first)
		},
		"of an update's backend has the update's time": func(t *testing.T, a *api) {
			a.make("virtualNode", "n1", `{}`)
			at := a.change("virtualNode", "n1", backend("x")).ok().text("metadata.lastUpdatedAt")
			a.make("virtualService", "x", "").is("metadata.version", "2").is("metadata.createdAt", at)
		},
		"stays when the node goes": func(t *testing.T, a *api) {
			first := a.make("virtualNode", "n1", backend("x")).text("metadata.createdAt")
			a.remove("virtualNode", "n1").ok()
			a.make("virtualService", "x", "").is("metadata.version", "2").is("metadata.createdAt", first)
		},
		"is shown by nothing": func(t *testing.T, a *api) {
			a.make("virtualNode", "n1", backend("x"))
			const text = "VirtualService with name x is not present under mesh m for account 123456789012"
			a.describe("virtualService", "x").refused("NotFoundException", 3, text)
			a.change("virtualService", "x", `{}`).refused("NotFoundException", 3, text)
			a.remove("virtualService", "x").refused("NotFoundException", 3, text)
			a.get(byARN("/tags", kindOf("virtualService").arnOf("x"))).refused("NotFoundException", 3, text)
			same(t, "the list", a.get("/meshes/m/virtualServices").ok().names("virtualServices", "virtualServiceName"),
				[]string{"s"})
		},
		"does not keep its mesh": func(t *testing.T, a *api) {
			a.make("mesh", "m2", "")
			a.put("/meshes/m2/virtualNodes", `{"virtualNodeName":"n","spec":`+backend("x")+`}`).ok()
			a.delete("/meshes/m2/virtualNodes/n").ok()
			a.delete("/meshes/m2").ok()
		},
		"goes with its mesh": func(t *testing.T, a *api) {
			for range 2 {
				a.make("mesh", "m2", "")
				a.put("/meshes/m2/virtualServices", `{"virtualServiceName":"x","spec":{}}`).ok().is("metadata.version",
					"1")
				a.delete("/meshes/m2/virtualServices/x").ok()
				a.put("/meshes/m2/virtualNodes", `{"virtualNodeName":"n","spec":`+backend("x", "y")+`}`).ok()
				a.delete("/meshes/m2/virtualNodes/n").ok()
				a.delete("/meshes/m2").ok()
			}
		},
		"is of one mesh": func(t *testing.T, a *api) {
			a.make("mesh", "m2", "")
			a.make("virtualNode", "n1", backend("x"))
			a.put("/meshes/m2/virtualServices", `{"virtualServiceName":"x","spec":{}}`).ok().is("metadata.version", "1")
		},
		"is used up when it is made: made again, it has version 1": func(t *testing.T, a *api) {
			a.make("virtualNode", "n1", backend("x"))
			a.make("virtualService", "x", "").is("metadata.version", "2")
			a.remove("virtualService", "x").ok()
			again := a.make("virtualService", "x", "").is("metadata.version", "1")
			same(t, "createdAt", again.text("metadata.createdAt"), again.text("metadata.lastUpdatedAt"))
		},
		"is none where the service is there already": func(t *testing.T, a *api) {
			a.make("virtualNode", "n1", backend("s"))
			a.remove("virtualService", "s").ok()
			a.make("virtualService", "s", "").is("metadata.version", "1")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := start(t, appmeshtest.WithQuotas(map[string]int{"virtualServicesPerMesh": 2,
				"backendsPerVirtualNode": 2}))
			a.populate()
			do(t, a)
		})
	}
}

// Rule 32: Java prints a double with an exponent from 1E7, and without one below.
func TestTimesAreWrittenAsJavaPrintsADouble(t *testing.T) {
	t.Parallel()
	for want, millis := range map[string]int64{
		"1.551295405298E9": 1551295405298, "1.55130919872E9": 1551309198720, "1.5483744E9": 1548374400000,
		"1.0E9": 1e12, "1.0E7": 1e10, "9999999.999": 9999999999, "9999999.0": 9999999000,
		"1.23456789012E8": 123456789012,
		"0.0":             0, "0.001": 1, "0.1": 100, "12.34": 12340, "-1.0": -1000,
	} {
		a := start(t, appmeshtest.WithClock(server.SteppingClock(time.UnixMilli(millis), 0)))
		got := a.make("mesh", "m", "").body
		if !strings.Contains(got, fmt.Sprintf(`"createdAt":%s,"lastUpdatedAt":%s,`, want, want)) {
			t.Errorf("%d ms: want %s in %s", millis, want, got)
		}
	}
}
