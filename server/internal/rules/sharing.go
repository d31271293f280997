package rules

// sharing holds the rules for shared meshes.
var sharing = about("sharing",
	Rule{Number: 24, Basis: Documented,
		Sentence: "meshOwner names the caller's account: as if absent. An account that shared the mesh: the " +
			"caller is a consumer. Any other account: NotFoundException (by analogy). Not 12 digits: " +
			"BadRequestException (the model has the length).",
		Source: "UG sharing; MODEL",
		Example: Example{
			Setup:  setupMesh,
			Breaks: request("DescribeMesh", `{"meshName":"m","meshOwner":"not-12-digit"}`),
			Keeps:  request("DescribeMesh", `{"meshName":"m","meshOwner":"123456789012"}`),
		}},
	Rule{Number: 57, Basis: Documented,
		Sentence: "The consumer of a shared mesh cannot use its virtual gateways and gateway routes: " +
			"ForbiddenException.",
		Source: "RM#230"},
	Rule{Number: 58, Basis: Documented,
		Sentence: "In a shared mesh an account changes only what it created; the owner of the mesh deletes " +
			"everything; only the owner of a router adds routes. The permissions are documented, " +
			"ForbiddenException and its words are the model's.",
		Source: "UG sharing; MODEL"},
	Rule{Number: 59, Basis: Recorded,
		Sentence: "What a consumer creates in a shared mesh has the consumer's account in its ARN, and mesh@owner.",
		Source:   "CTL arns_conversion_test.go; EX howto-cross-account"},
)
