package rules

// names holds the rules for names of resources.
var names = about("names",
	Rule{Number: 15, Basis: Assumed,
		Sentence: `The name of a new mesh must match ^[a-zA-Z0-9\-_]+$ (recorded). A slash in a name ` +
			`in the path fails with BadRequestException and a null message (recorded). By analogy, no ` +
			`name may contain a slash or a control character.`,
		Source: "CTL#19; RM#101; EX#197",
		Relaxed: "Names of all kinds may contain any characters, including those that rule 64 " +
			"refuses.",
		Example: Example{
			Breaks: meshRequest("a.b"),
			Keeps:  meshRequest("a_b"),
		}},
	Rule{Number: 16, Basis: Recorded,
		Sentence: "A virtualServiceName has 1 to 255 characters and need not be a DNS name. The " +
			"exception is recorded, the message is not.",
		Source: "CTL integration tests; MODEL has no pattern",
		Example: Example{
			Setup:  setupMesh,
			Breaks: serviceRequest(veryLongName, ""),
			Keeps:  serviceRequest("any name: even this one", ""),
		}},
	Rule{Number: 64, Basis: Recorded,
		Sentence: "The name of a new virtual node, virtual router or route may contain only letters, " +
			"digits, - and _. Others are refused with BadRequestException. This is recorded and " +
			"documented; the message is by analogy with that of a mesh (rule 15). Nothing is recorded " +
			"for virtual gateways and gateway routes.",
		Source: "UG virtual_routers; CTL v0 controller_util.go rewrites dots in these three",
		Example: Example{
			Setup:  setupMesh,
			Breaks: nodeRequest("shop.cart", ""),
			Keeps:  nodeRequest("shop_cart", ""),
		}},
	Rule{Number: 73, Basis: Assumed,
		Sentence: "The name of the virtual service of a backend has 1 to 255 characters, by analogy " +
			"with rule 16. Others are refused with BadRequestException.",
		Source:  "none; rule 16",
		Relaxed: "The name of a backend may have any length.",
		Example: Example{
			Setup:  setupMesh,
			Breaks: nodeRequest("x", `"backends":[{"virtualService":{"virtualServiceName":""}}]`),
			Keeps:  nodeRequest("x", `"backends":[{"virtualService":{"virtualServiceName":"s"}}]`),
		}},
)
