package admin_test

import (
	"net/http"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
)

func TestTenantsAreListedWithTheirResources(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{})
	m.want(m.send("GET", "/_mock/tenants", ""), http.StatusOK,
		`{"default":{"account":"123456789012","region":"us-east-1","resources":0},"tenants":[]}`)
	m.want(m.send("POST", "/_mock/seed", `[{"meshName":"m"},{"meshName":"m","virtualNodeName":"n","spec":{}}]`),
		http.StatusOK, "")
	m.want(m.send("POST", "/_mock/seed?account=111122223333&region=eu-west-1", `[{"meshName":"m"}]`), http.StatusOK, "")
	m.want(m.send("GET", "/_mock/tenants", ""), http.StatusOK,
		`{"default":{"account":"123456789012","region":"us-east-1","resources":2},"tenants":[`+
			`{"account":"111122223333","region":"eu-west-1","resources":1},`+
			`{"account":"123456789012","region":"us-east-1","resources":2}]}`)
}
