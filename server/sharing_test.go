package server_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
)

const owner, consumer, other, stranger = "123456789012", "111122223333", "222233334444", "999900001111"

const noPermission = "You don't have permissions to perform this action."

// shared returns clients of the owner of a populated mesh m, and of two accounts that the mesh is shared with.
func shared(t *testing.T) (own, guest, second *api) {
	a := start(t)
	a.populate()
	a.share(owner, "m", consumer)
	a.share(owner, "m", other)
	return a, a.as(consumer, "us-east-1"), a.as(other, "us-east-1")
}

const ownedBy = "?meshOwner=" + owner

// Rules 57 and 58: the permissions of owners and consumers, for the kinds that a consumer can create.
func TestPermissionsInASharedMesh(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"virtualNode", "virtualRouter", "virtualService", "route"} {
		k := kindOf(name)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			own, guest, second := shared(t)
			makeIn := func(caller *api, resource string) response {
				collection := k.collection
				if name == "route" { // a route is added by the owner of its router
					router := map[*api]string{own: "r", guest: "guests", second: "seconds"}[caller]
					collection = strings.Replace(collection, "/r/", "/"+router+"/", 1)
				}
				return caller.put(collection+ownedBy, k.body(resource, "", ""))
			}
			path := func(resource string) string {
				p := k.path(resource) + ownedBy
				if name == "route" {
					p = strings.Replace(p, "/r/",
						"/"+map[string]string{"owners": "r", "guests": "guests"}[resource]+"/", 1)
				}
				return p
			}
			guest.put("/meshes/m/virtualRouters"+ownedBy, kindOf("virtualRouter").body("guests", "", "")).ok()
			second.put("/meshes/m/virtualRouters"+ownedBy, kindOf("virtualRouter").body("seconds", "", "")).ok()
			if name == "virtualRouter" {
				second.delete("/meshes/m/virtualRouters/seconds" + ownedBy).ok()
				guest.delete("/meshes/m/virtualRouters/guests" + ownedBy).ok()
			}
			makeIn(own, "owners").ok().is("metadata.resourceOwner", owner).is("metadata.meshOwner", owner)
			made := makeIn(guest, "guests").ok().is("metadata.resourceOwner", consumer).is("metadata.meshOwner", owner)
			arn := "arn:aws:appmesh:us-east-1:" + consumer + ":mesh/m@" + owner + "/" +
				strings.TrimPrefix(k.arn, "mesh/m/") + "guests"
			arn = strings.Replace(arn, "/r/", "/guests/", 1)
			made.is("metadata.arn", arn)

			for _, caller := range []*api{own, guest, second} {
				caller.get(path("owners")).ok().is("metadata.resourceOwner", owner)
				caller.get(path("guests")).ok().is("metadata.resourceOwner", consumer).is("metadata.arn", arn)
			}
			update := `{"spec":` + k.other + `}`
			own.put(path("owners"), update).ok()
			own.put(path("guests"), update).refused("ForbiddenException", 58, noPermission)
			guest.put(path("owners"), update).refused("ForbiddenException", 58, noPermission)
			second.put(path("guests"), update).refused("ForbiddenException", 58, noPermission)
			guest.put(path("guests"), update).ok().is("metadata.version", "2").is("metadata.arn", arn)

			guest.delete(path("owners")).refused("ForbiddenException", 58, noPermission)
			second.delete(path("guests")).refused("ForbiddenException", 58, noPermission)
			own.delete(path("guests")).ok().is("metadata.resourceOwner", consumer).is("status.status", "DELETED")
			makeIn(guest, "guests").ok()
			guest.delete(path("guests")).ok()
			own.delete(path("owners")).ok()
		})
	}
}

func TestListOfASharedMeshShowsAllAccounts(t *testing.T) {
	t.Parallel()
	own, guest, second := shared(t)
	guest.put("/meshes/m/virtualNodes"+ownedBy, kindOf("virtualNode").body("guests", "", "")).ok()
	for _, caller := range []*api{own, guest, second} {
		got := caller.get("/meshes/m/virtualNodes" + ownedBy).ok()
		same(t, "names", got.names("virtualNodes", "virtualNodeName"), []string{"guests", "n"})
		same(t, "resource owners", got.names("virtualNodes", "resourceOwner"), []string{consumer, owner})
		same(t, "ARNs", got.names("virtualNodes", "arn"), []string{
			"arn:aws:appmesh:us-east-1:" + consumer + ":mesh/m@" + owner + "/virtualNode/guests",
			"arn:aws:appmesh:us-east-1:" + owner + ":mesh/m/virtualNode/n"})
	}
}

// The user guide says that only the owner of a router can add routes to it.
func TestOnlyTheOwnerOfARouterAddsRoutes(t *testing.T) {
	t.Parallel()
	own, guest, second := shared(t)
	guest.put("/meshes/m/virtualRouters"+ownedBy, kindOf("virtualRouter").body("guests", "", "")).ok()
	body := kindOf("route").body("x", "", "")
	guest.put("/meshes/m/virtualRouter/r/routes"+ownedBy, body).refused("ForbiddenException", 58, noPermission)
	second.put("/meshes/m/virtualRouter/guests/routes"+ownedBy, body).refused("ForbiddenException", 58, noPermission)
	own.put("/meshes/m/virtualRouter/guests/routes", body).refused("ForbiddenException", 58, noPermission)
	guest.put("/meshes/m/virtualRouter/guests/routes"+ownedBy, body).ok().
		is("metadata.arn", "arn:aws:appmesh:us-east-1:"+consumer+":mesh/m@"+owner+"/virtualRouter/guests/route/x")
}

// Rule 57: a consumer of a shared mesh has no access to its gateways.
func TestConsumerIsForbiddenToUseGateways(t *testing.T) {
	t.Parallel()
	own, guest, _ := shared(t)
	own.make("gatewayRoute", "x", "")
	for _, name := range []string{"virtualGateway", "gatewayRoute"} {
		k := kindOf(name)
		for _, resource := range []string{"x", "none"} {
			guest.put(k.collection+ownedBy, k.body(resource, "", "")).refused("ForbiddenException", 57, noPermission)
			guest.get(k.path(resource)+ownedBy).refused("ForbiddenException", 57, noPermission)
			guest.put(k.path(resource)+ownedBy, `{"spec":`+k.other+`}`).refused("ForbiddenException", 57, noPermission)
			guest.delete(k.path(resource)+ownedBy).refused("ForbiddenException", 57, noPermission)
		}
		guest.get(k.collection+ownedBy).refused("ForbiddenException", 57, noPermission)
	}
}

func TestConsumerMayOnlyDescribeTheMesh(t *testing.T) {
	t.Parallel()
	own, guest, _ := shared(t)
	same(t, "DescribeMesh", guest.get("/meshes/m"+ownedBy).ok().body, own.get("/meshes/m").body)
	guest.put("/meshes/m"+ownedBy, `{}`).refused("NotFoundException", 3,
		"Mesh with name m is not present for account "+consumer)
	guest.delete("/meshes/m"+ownedBy).refused("NotFoundException", 3,
		"Mesh with name m is not present for account "+consumer)
	guest.get("/meshes/m").refused("NotFoundException", 3, "Mesh with name m is not present for account "+consumer)
	guest.put("/meshes", `{"meshName":"m"}`).ok().is("metadata.arn", "arn:aws:appmesh:us-east-1:"+consumer+":mesh/m")
	guest.get("/meshes/m").ok().is("metadata.meshOwner", consumer)
	guest.get("/meshes/m"+ownedBy).ok().is("metadata.meshOwner", owner)
}

func TestTagsOfOthersResourcesAreRefused(t *testing.T) {
	t.Parallel()
	own, guest, second := shared(t)
	arn := guest.put("/meshes/m/virtualNodes"+ownedBy,
		kindOf("virtualNode").body("guests", "", `"tags":[{"key":"a","value":"b"}],`)).ok().text("metadata.arn")
	same(t, "the tags", guest.tags(arn, "").ok().body, `{"tags":[{"key":"a","value":"b"}]}`)
	guest.tag(arn, "c", "d").ok()
	guest.untag(arn, "a").ok()
	for _, caller := range []*api{own, second} {
		text := arn + " is an invalid ARN. Invalid account id in the ARN provided : " + consumer
		caller.tag(arn, "x", "").refused("AccessDeniedException", 19, text)
		caller.untag(arn, "x").refused("AccessDeniedException", 19, text)
		caller.tags(arn, "").refused("AccessDeniedException", 19, text)
	}
	owners := kindOf("virtualNode").arnOf("n")
	guest.tags(owners, "").refused("AccessDeniedException", 19,
		owners+" is an invalid ARN. Invalid account id in the ARN provided : "+owner)
	// This resource belongs to the owner. The account in the ARN does not change that.
	claimed := "arn:aws:appmesh:us-east-1:" + consumer + ":mesh/m@" + owner + "/virtualNode/n"
	if got := guest.tags(claimed, ""); got.status == 200 {
		t.Errorf("the guest reads the owner's tags by the ARN %s: %s", claimed, got.body)
	}
}

// Rule 24.
func TestMeshOwnerMustShareTheMesh(t *testing.T) {
	t.Parallel()
	own, guest, _ := shared(t)
	strange := own.as(stranger, "us-east-1")
	same(t, "the own account is as if absent", own.get("/meshes/m"+ownedBy).ok().body, own.get("/meshes/m").ok().body)
	text := "Mesh with name m is not present for account " + owner
	strange.get("/meshes/m"+ownedBy).refused("NotFoundException", 3, text)
	strange.get("/meshes/m/virtualNodes/n"+ownedBy).refused("NotFoundException", 3, text)
	strange.get("/meshes/m/virtualNodes"+ownedBy).refused("NotFoundException", 3, text)
	strange.get("/meshes/m/virtualGateways"+ownedBy).refused("NotFoundException", 3, text)
	strange.put("/meshes/m/virtualNodes"+ownedBy, kindOf("virtualNode").body("x", "", "")).refused("NotFoundException",
		3, text)
	strange.delete("/meshes/m/virtualNodes/n"+ownedBy).refused("NotFoundException", 3, text)
	guest.as(consumer, "eu-west-1").get("/meshes/m"+ownedBy).refused("NotFoundException", 3, text)
	for _, bad := range []string{"abcdefghijkl", "12345678901a", "%C3%BC23456789012"} {
		got := own.get("/meshes/m?meshOwner=" + bad)
		if got.code() != "BadRequestException" {
			t.Errorf("%s: %d %s", got.request, got.status, got.body)
		}
	}
	own.get("/meshes/m?meshOwner=abcdefghijkl").refused("BadRequestException", 24, "")
	own.get("/meshes/m?meshOwner=1234").refused("BadRequestException", 24,
		"1 validation error detected: Value '1234' at 'meshOwner' failed to satisfy constraint: Member must have length greater than or equal to 12")
	own.get("/meshes/m?meshOwner=").refused("BadRequestException", 24, "")
}

// References in a shared mesh do not depend on the accounts of its resources.
func TestReferencesWorkAcrossAccounts(t *testing.T) {
	t.Parallel()
	own, guest, _ := shared(t)
	guest.put("/meshes/m/virtualServices"+ownedBy,
		`{"virtualServiceName":"guests","spec":{"provider":{"virtualNode":{"virtualNodeName":"n"}}}}`).ok()
	own.remove("virtualNode", "n").refused("ResourceInUseException", 11,
		"VirtualNode with name n cannot be deleted because it is a VirtualService provider")
	own.make("gatewayRoute", "x", strings.Replace(gatewayRoute, `"s"`, `"guests"`, 1))
	guest.delete("/meshes/m/virtualServices/guests"+ownedBy).refused("ResourceInUseException", 48,
		"VirtualService guests is being referenced in the following: GATEWAY_ROUTE: [x]")
	guest.put("/meshes/m/virtualNodes"+ownedBy, kindOf("virtualNode").body("n", "", "")).refused("ConflictException", 4,
		"VirtualNode with name n already exists under mesh m for account "+owner)
	guest.get("/meshes/m/virtualNodes/none"+ownedBy).refused("NotFoundException", 43,
		"VirtualNode with name none is not present under mesh m for account "+owner)
}

// Rule 24: ListMeshes returns the account's own meshes and those shared with it in one order.
func TestListMeshesShowsSharedMeshesInOrder(t *testing.T) {
	t.Parallel()
	own := start(t)
	guest := own.as(consumer, "us-east-1")
	var want []string
	for i := range 9 {
		name := fmt.Sprintf("m%d", i)
		caller, by := own, owner
		if i%3 == 0 {
			caller, by = guest, consumer
		}
		caller.make("mesh", name, "")
		if by == owner {
			own.share(owner, name, consumer)
		}
		want = append(want, name+" "+by)
		if i == 4 { // the same name in both accounts: the owner decides the order
			guest.make("mesh", name, "")
			want = append(want[:4], name+" "+consumer, name+" "+owner)
		}
	}
	own.make("mesh", "hidden", "")
	for limit := 1; limit <= 11; limit++ {
		var got []string
		token := ""
		for pages := 0; pages < 12; pages++ {
			page := guest.get(fmt.Sprintf("/meshes?limit=%d%s", limit, token)).ok()
			names, owners := page.names("meshes", "meshName"), page.names("meshes", "meshOwner")
			for i := range names {
				got = append(got, names[i]+" "+owners[i])
			}
			if page.at("nextToken") == nil {
				break
			}
			if len(names) != limit {
				t.Errorf("a page that is not the last has %d items", len(names))
			}
			token = "&nextToken=" + page.text("nextToken")
		}
		same(t, fmt.Sprintf("limit %d", limit), strings.Join(got, ", "), strings.Join(want, ", "))
	}
	same(t, "the owner sees only its own", len(own.get("/meshes").ok().names("meshes", "arn")), 7)
	same(t, "another region sees none", len(own.as(consumer, "eu-west-1").get("/meshes").ok().names("meshes", "arn")),
		0)
}

// After unsharing, the resources of the consumer remain. The owner of the mesh can read and delete them.
func TestUnsharingEndsAccessAndKeepsResources(t *testing.T) {
	t.Parallel()
	own, guest, second := shared(t)
	made := guest.put("/meshes/m/virtualNodes"+ownedBy, kindOf("virtualNode").body("guests", "", "")).ok()
	own.unshare(owner, "m", consumer)
	text := "Mesh with name m is not present for account " + owner
	guest.get("/meshes/m"+ownedBy).refused("NotFoundException", 3, text)
	guest.get("/meshes/m/virtualNodes/guests"+ownedBy).refused("NotFoundException", 3, text)
	guest.put("/meshes/m/virtualNodes/guests"+ownedBy, `{"spec":{}}`).refused("NotFoundException", 3, text)
	guest.delete("/meshes/m/virtualNodes/guests"+ownedBy).refused("NotFoundException", 3, text)
	guest.tags(made.text("metadata.arn"), "").refused("NotFoundException", 3, text)
	same(t, "the guest's meshes", guest.get("/meshes").ok().body, `{"meshes":[]}`)
	second.get("/meshes/m/virtualNodes/guests" + ownedBy).ok()
	own.get("/meshes/m/virtualNodes/guests").ok().is("metadata.resourceOwner", consumer)
	own.put("/meshes/m/virtualNodes/guests", `{"spec":{}}`).refused("ForbiddenException", 58, noPermission)
	own.delete("/meshes/m/virtualNodes/guests").ok()
}

func TestShareIsDeletedWithItsMesh(t *testing.T) {
	t.Parallel()
	a := start(t)
	guest := a.as(consumer, "us-east-1")
	a.make("mesh", "m", "")
	a.share(owner, "m", consumer)
	a.share(owner, "m", consumer) // again: nothing changes
	shares, err := a.handler().Shares("", "", "")
	if err != nil {
		t.Fatal(err)
	}
	same(t, "the shares", shares,
		[]server.Share{{MeshName: "m", MeshOwner: owner, Region: "us-east-1", Account: consumer}})
	a.remove("mesh", "m").ok()
	a.make("mesh", "m", "")
	guest.get("/meshes/m"+ownedBy).refused("NotFoundException", 3, "")
	same(t, "the guest's meshes", guest.get("/meshes").ok().body, `{"meshes":[]}`)
	for _, bad := range []server.Share{{MeshName: "none", Account: consumer}, {MeshName: "m", Account: "1"},
		{MeshName: "m", Account: owner}, {Account: consumer}} {
		if _, err := a.handler().Share(bad); err == nil {
			t.Errorf("Share(%+v) succeeds", bad)
		}
	}
	if err := a.handler().Unshare(server.Share{MeshName: "m", Account: consumer}); err == nil {
		t.Error("Unshare of an absent share succeeds")
	}
}
