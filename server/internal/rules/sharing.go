package rules

// sharing holds the rules for shared meshes.
var sharing = about("sharing",
	Rule{Number: 24, Basis: Documented,
		Sentence: "If meshOwner is the caller's account, it has no effect. If it is an account that shared the " +
			"mesh, the caller is a consumer. Any other account is a NotFoundException (by analogy). A " +
			"value that is not 12 digits is a BadRequestException (the length is in the model).",
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
		Sentence: "In a shared mesh an account changes only the resources that it created; the owner of the " +
			"mesh can delete all resources; only the owner of a router adds routes. The permissions are " +
			"documented; ForbiddenException and its message are those of the model.",
		Source: "UG sharing; MODEL"},
	Rule{Number: 59, Basis: Recorded,
		Sentence: "A resource that a consumer creates in a shared mesh has the consumer's account in its ARN, " +
			"and mesh@owner.",
		Source: "CTL arns_conversion_test.go; EX howto-cross-account"},
)
