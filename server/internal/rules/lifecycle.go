package rules

// lifecycle holds the rules for versions, times and updates.
var lifecycle = about("lifecycle",
	Rule{Number: 5, Basis: Recorded,
		Sentence: "An update with an identical spec increments the version and sets lastUpdatedAt.",
		Source:   "APIREF UpdateVirtualService (circumstantial); MODEL"},
	Rule{Number: 33, Basis: Recorded,
		Sentence: "DeleteMesh returns the version unchanged; all other deletes increment it.",
		Source:   "APIREF; CLI; UG"},
	Rule{Number: 41, Basis: Recorded,
		Sentence: "A create sets version 1 and both times to the current time. An update increments " +
			"the version and sets lastUpdatedAt. A delete sets lastUpdatedAt and the status DELETED. " +
			"The name can be used again at once, with a new uid.",
		Source: "APIREF; CLI; UG; RM#50"},
	Rule{Number: 42, Basis: Documented,
		Sentence: "An update replaces the whole spec.",
		Source:   "UG; MODEL"},
)

// clientTokens holds the rules for names in use and client tokens.
var clientTokens = about("client-tokens",
	Rule{Number: 4, Basis: Assumed,
		Sentence: "A create with a name in use fails with ConflictException for any spec, with " +
			"another client token or without one. No other declared exception fits. Neither the " +
			"exception nor the message is recorded.",
		Source:  "none; MODEL declares ConflictException",
		Relaxed: "The create returns the existing resource.",
		Example: Example{
			Setup:  setupMesh,
			Breaks: createMesh,
			Keeps:  meshRequest("other"),
		}},
	Rule{Number: 6, Basis: Model,
		Sentence: "If a create or an update has the client token of an earlier request, an equal " +
			"request returns the current resource, and a different one fails with ConflictException " +
			"and the message in the model.",
		Source: "MODEL: idempotency token; ConflictException",
		Example: Example{
			Setup: []Request{request("CreateMesh", `{"meshName":"m","clientToken":"t"}`)},
			Breaks: request("CreateMesh",
				`{"meshName":"m","clientToken":"t","spec":{"egressFilter":{"type":"ALLOW_ALL"}}}`),
			Keeps: request("CreateMesh", `{"meshName":"m","clientToken":"t"}`),
		}},
	Rule{Number: 63, Basis: Model,
		Sentence: "A client token has up to 36 letters, digits, hyphens and underscores. Others are " +
			"refused with BadRequestException. The message is not recorded.",
		Source: "MODEL, documentation of clientToken",
		Example: Example{
			Breaks: request("CreateMesh", `{"meshName":"m","clientToken":"a token"}`),
			Keeps:  request("CreateMesh", `{"meshName":"m","clientToken":"a_token"}`),
		}},
)

// notFound holds the rules for resources that do not exist.
var notFound = about("not-found",
	Rule{Number: 3, Basis: Model,
		Sentence: "If a resource or a parent does not exist, the outermost missing one is reported " +
			"with NotFoundException. The exception is in the model; the message is by analogy with " +
			"rules 43 and 44.",
		Source: "MODEL; RM#173",
		Example: Example{
			Setup:  setupMesh,
			Breaks: request("DescribeMesh", `{"meshName":"none"}`),
			Keeps:  request("DescribeMesh", `{"meshName":"m"}`),
		}},
	Rule{Number: 43, Basis: Recorded,
		Sentence: "A missing virtual node is reported with NotFoundException and the recorded " +
			"message: VirtualNode with name … is not present under mesh … for account …",
		Source: "RM#173",
		Example: Example{
			Setup:  []Request{createMesh, createNode},
			Breaks: request("DescribeVirtualNode", `{"meshName":"m","virtualNodeName":"none"}`),
			Keeps:  request("DescribeVirtualNode", `{"meshName":"m","virtualNodeName":"n"}`),
		}},
)
