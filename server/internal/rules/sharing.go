package rules

// sharing holds the rules for shared meshes.
var sharing = about("sharing",
	Rule{Number: 24, Basis: Documented,
		Sentence: "A meshOwner that is the caller's account has no effect. If it is an account that " +
			"shared the mesh with the caller, the caller is a consumer. For any other account, the " +
			"request fails with NotFoundException, by analogy. A value that is not 12 digits is " +
			"refused with BadRequestException; the length is in the model.",
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
		Sentence: "In a shared mesh, an account can change only the resources that it created. The " +
			"owner of the mesh can delete all resources. Only the owner of a router can add routes. " +
			"The permissions are documented; ForbiddenException and its message are in the model.",
		Source: "UG sharing; MODEL"},
	Rule{Number: 59, Basis: Recorded,
		Sentence: "The ARN of a resource that a consumer created in a shared mesh contains the " +
			"consumer's account and mesh@owner.",
		Source: "CTL arns_conversion_test.go; EX howto-cross-account"},
)
