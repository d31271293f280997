package rules

// names holds the rules for names of resources.
var names = about("names",
	Rule{Number: 15, Basis: Assumed,
		Sentence: `The name of a new mesh must match ^[a-zA-Z0-9\-_]+$ (recorded). A slash in a name in the path ` +
			`is a BadRequestException with a null message (recorded). By analogy, no name has a slash or a ` +
			`control character.`,
		Source:  "CTL#19; RM#101; EX#197",
		Relaxed: "Names of all kinds hold any characters, also where rule 64 allows letters, digits, - and _ only.",
		Example: Example{
			Breaks: meshRequest("a.b"),
			Keeps:  meshRequest("a_b"),
		}},
	Rule{Number: 16, Basis: Recorded,
		Sentence: "virtualServiceName has 1 to 255 characters, and need not be a DNS name. The class of the " +
			"refusal is recorded; the words are ours.",
		Source: "CTL integration tests; MODEL has no pattern",
		Example: Example{
			Setup:  setupMesh,
			Breaks: serviceRequest(veryLongName, ""),
			Keeps:  serviceRequest("any name: even this one", ""),
		}},
	Rule{Number: 64, Basis: Recorded,
		Sentence: "The name of a new virtual node, virtual router or route holds letters, digits, - and _ only: " +
			"BadRequestException. That it does is recorded and documented; the words are by analogy with the " +
			"mesh's (rule 15). Nothing is recorded of virtual gateways and gateway routes.",
		Source: "UG virtual_routers; CTL v0 controller_util.go rewrites dots in these three",
		Example: Example{
			Setup:  setupMesh,
			Breaks: nodeRequest("shop.cart", ""),
			Keeps:  nodeRequest("shop_cart", ""),
		}},
	Rule{Number: 73, Basis: Assumed,
		Sentence: "The name of a backend's virtual service has 1 to 255 characters, by analogy with rule 16: " +
			"BadRequestException.",
		Source:  "none; rule 16",
		Relaxed: "Backends have names of any length.",
		Example: Example{
			Setup:  setupMesh,
			Breaks: nodeRequest("x", `"backends":[{"virtualService":{"virtualServiceName":""}}]`),
			Keeps:  nodeRequest("x", `"backends":[{"virtualService":{"virtualServiceName":"s"}}]`),
		}},
)
