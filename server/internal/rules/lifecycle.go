package rules

// lifecycle holds the rules for versions, times and updates.
var lifecycle = about("lifecycle",
	Rule{Number: 5, Basis: Recorded,
		Sentence: "An update with an identical spec increments the version and sets lastUpdatedAt.",
		Source:   "APIREF UpdateVirtualService (circumstantial); MODEL"},
	Rule{Number: 33, Basis: Recorded,
		Sentence: "DeleteMesh returns the version unchanged; every other delete returns it incremented.",
		Source:   "APIREF; CLI; UG"},
	Rule{Number: 41, Basis: Recorded,
		Sentence: "Create sets version 1 and both times to now. Update increments the version and sets " +
			"lastUpdatedAt. Delete sets lastUpdatedAt and the status DELETED. A name can be used again at once, " +
			"with a new uid.",
		Source: "APIREF; CLI; UG; RM#50"},
	Rule{Number: 42, Basis: Documented,
		Sentence: "An update replaces the whole spec.",
		Source:   "UG; MODEL"},
)

// clientTokens holds the rules for names in use and client tokens.
var clientTokens = about("client-tokens",
	Rule{Number: 4, Basis: Assumed,
		Sentence: "A create of a name in use, with another client token or none, is a ConflictException, whatever " +
			"the spec. No other declared exception fits; neither class nor words are recorded.",
		Source:  "none; MODEL declares ConflictException",
		Relaxed: "The create returns the resource as it is.",
		Example: Example{
			Setup:  setupMesh,
			Breaks: createMesh,
			Keeps:  meshRequest("other"),
		}},
	Rule{Number: 6, Basis: Model,
		Sentence: "A create or an update with a client token seen before returns the resource as it is if the " +
			"request is the same, and a ConflictException in the model's words if it is not.",
		Source: "MODEL: idempotency token; ConflictException",
		Example: Example{
			Setup: []Request{request("CreateMesh", `{"meshName":"m","clientToken":"t"}`)},
			Breaks: request("CreateMesh",
				`{"meshName":"m","clientToken":"t","spec":{"egressFilter":{"type":"ALLOW_ALL"}}}`),
			Keeps: request("CreateMesh", `{"meshName":"m","clientToken":"t"}`),
		}},
	Rule{Number: 63, Basis: Model,
		Sentence: "A client token has up to 36 letters, digits, hyphens and underscores: BadRequestException. The " +
			"words are ours.",
		Source: "MODEL, documentation of clientToken",
		Example: Example{
			Breaks: request("CreateMesh", `{"meshName":"m","clientToken":"a token"}`),
			Keeps:  request("CreateMesh", `{"meshName":"m","clientToken":"a_token"}`),
		}},
)

// notFound holds the rules for resources that do not exist.
var notFound = about("not-found",
	Rule{Number: 3, Basis: Model,
		Sentence: "A missing resource or parent is a NotFoundException for the outermost that is missing. The " +
			"class is the model's; the words are by analogy with rules 43 and 44.",
		Source: "MODEL; RM#173",
		Example: Example{
			Setup:  setupMesh,
			Breaks: request("DescribeMesh", `{"meshName":"none"}`),
			Keeps:  request("DescribeMesh", `{"meshName":"m"}`),
		}},
	Rule{Number: 43, Basis: Recorded,
		Sentence: "A missing virtual node is a NotFoundException with the recorded words: VirtualNode with name … " +
			"is not present under mesh … for account …",
		Source: "RM#173",
		Example: Example{
			Setup:  []Request{createMesh, createNode},
			Breaks: request("DescribeVirtualNode", `{"meshName":"m","virtualNodeName":"none"}`),
			Keeps:  request("DescribeVirtualNode", `{"meshName":"m","virtualNodeName":"n"}`),
		}},
)
