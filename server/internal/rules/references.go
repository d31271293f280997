package rules

// references holds the rules for references in specs.
var references = about("references",
	Rule{Number: 7, Basis: Assumed,
		Sentence: "The provider of a virtual service and the virtual service of a gateway route must " +
			"exist. Otherwise the request fails with NotFoundException, by analogy with rule 44. The " +
			"controller waits until they are active.",
		Source:  "none; CTL",
		Relaxed: "They need not exist.",
		Example: Example{
			Setup:  setupMesh,
			Breaks: serviceRequest("x", `"provider":{"virtualNode":{"virtualNodeName":"none"}}`),
			Keeps:  serviceRequest("x", ""),
		}},
	Rule{Number: 10, Basis: Documented,
		Sentence: "A virtual service to which only backends refer can be deleted.",
		Source:   "EX wipe_out_mesh.sh deletes services before nodes"},
	Rule{Number: 44, Basis: Recorded,
		Sentence: "The virtual nodes that a route targets must exist: NotFoundException, VirtualNode " +
			"with name … is missing.",
		Source: "janakiramm/app-mesh-tutorial#1",
		Example: Example{
			Setup:  setupRouter,
			Breaks: routeRequest("none", `"prefix":"/"`),
			Keeps:  createRoute,
		}},
	Rule{Number: 49, Basis: Recorded,
		Sentence: "A virtual node may name backends that do not exist, and a virtual service may have no provider.",
		Source:   "RM#372; CLI; UG"},
)

// implicit holds the rules for virtual services that exist only as backends.
var implicit = about("implicit-virtual-services",
	Rule{Number: 8, Basis: Recorded,
		Sentence: "If a virtual node names a virtual service as a backend before it is created, the " +
			"virtual service exists implicitly: no response contains it, and creating it returns " +
			"version 2 and the time of the first reference as createdAt.",
		Source: "CLI create-virtual-service; EX PR#97"},
	Rule{Number: 9, Basis: Assumed,
		Sentence: "A gateway route to a virtual service that exists only implicitly fails with " +
			"NotFoundException, because the virtual service is not active.",
		Source:  "none; rule 7",
		Relaxed: "A gateway route may target it.",
		Example: Example{
			Setup: withSetup(setupGateway,
				nodeRequest("x", `"backends":[{"virtualService":{"virtualServiceName":"implicit"}}]`)),
			Breaks: gatewayRouteRequest("implicit", `"prefix":"/"`),
			Keeps:  createGatewayX,
		}},
)

// deletion holds the rules for resources in use.
var deletion = about("deletion",
	Rule{Number: 11, Basis: Model,
		Sentence: "A virtual router with routes, a virtual gateway with gateway routes and a virtual " +
			"node that is a provider cannot be deleted: ResourceInUseException. This is documented, " +
			"and recorded for gateways; the message is by analogy with rules 45 to 48.",
		Source: "MODEL; UG; aws-nuke#913",
		Example: Example{
			Setup: withSetup(setupRoute,
				request("CreateVirtualRouter", `{"meshName":"m","virtualRouterName":"empty","spec":{}}`)),
			Breaks: request("DeleteVirtualRouter", `{"meshName":"m","virtualRouterName":"r"}`),
			Keeps:  request("DeleteVirtualRouter", `{"meshName":"m","virtualRouterName":"empty"}`),
		}},
	Rule{Number: 45, Basis: Recorded,
		Sentence: "A mesh with virtual nodes, routers, services or gateways cannot be deleted: " +
			"ResourceInUseException. The message is recorded for nodes and services.",
		Source: "TFP PR#11249; aws-nuke#913; RM#147",
		Example: Example{
			Setup:  []Request{createMesh, createNode, meshRequest("empty")},
			Breaks: request("DeleteMesh", `{"meshName":"m"}`),
			Keeps:  request("DeleteMesh", `{"meshName":"empty"}`),
		}},
	Rule{Number: 46, Basis: Recorded,
		Sentence: "A virtual router that is the provider of a virtual service cannot be deleted: " +
			"ResourceInUseException, with the recorded message.",
		Source: "CTL#25",
		Example: Example{
			Setup: withSetup(setupRouter,
				serviceRequest("s", `"provider":{"virtualRouter":{"virtualRouterName":"r"}}`),
				request("CreateVirtualRouter", `{"meshName":"m","virtualRouterName":"free","spec":{}}`)),
			Breaks: request("DeleteVirtualRouter", `{"meshName":"m","virtualRouterName":"r"}`),
			Keeps:  request("DeleteVirtualRouter", `{"meshName":"m","virtualRouterName":"free"}`),
		}},
	Rule{Number: 47, Basis: Recorded,
		Sentence: "A virtual node that a route targets cannot be deleted: ResourceInUseException, " +
			"with the recorded message.",
		Source: "TFP#38444; hashicorp/terraform#35649; RM#103",
		Example: Example{
			Setup:  withSetup(setupRoute, nodeRequest("free", "")),
			Breaks: request("DeleteVirtualNode", `{"meshName":"m","virtualNodeName":"n"}`),
			Keeps:  request("DeleteVirtualNode", `{"meshName":"m","virtualNodeName":"free"}`),
		}},
	Rule{Number: 48, Basis: Recorded,
		Sentence: "A virtual service that a gateway route targets cannot be deleted: " +
			"ResourceInUseException. The exception and the message are recorded. It is assumed that " +
			"the list in brackets contains names and not uids, because the recording was redacted " +
			"there.",
		Source: "aws-nuke#913",
		Example: Example{
			Setup:  withSetup(setupGatewayRoute, serviceRequest("free", "")),
			Breaks: request("DeleteVirtualService", `{"meshName":"m","virtualServiceName":"s"}`),
			Keeps:  request("DeleteVirtualService", `{"meshName":"m","virtualServiceName":"free"}`),
		}},
)
