package rules

// quotas holds the rule for quotas.
var quotas = about("quotas",
	Rule{Number: 12, Basis: Documented,
		Sentence: "By default, there are no quotas; the preset aws sets the published ones. A create " +
			"beyond a quota fails with LimitExceededException. The message is recorded for the " +
			"virtual nodes of a mesh; the others are by analogy.",
		Source: "Service Quotas of 2020; RM#263; CTL#556"},
)

// lists holds the rules for lists and their pages.
var lists = about("lists",
	Rule{Number: 17, Basis: Model,
		Sentence: "A limit that is out of range or not an integer fails with BadRequestException. The " +
			"range and the exception are in the model; the message is that of rule 13.",
		Source: "MODEL",
		Example: Example{
			Breaks: request("ListMeshes", `{"limit":0}`),
			Keeps:  request("ListMeshes", `{"limit":1}`),
		}},
	Rule{Number: 18, Basis: Recorded,
		Sentence: "The order of lists is not documented, and recordings do not show it. This server " +
			"sorts by name, in byte order, so that each resource is on one page only.",
		Source: "EX eks/base.md; APIREF"},
	Rule{Number: 55, Basis: Documented,
		Sentence: "A page has at most limit resources, by default 100 resources or 50 tags, and a " +
			"nextToken if there are more.",
		Source: "MODEL"},
	Rule{Number: 72, Basis: Assumed,
		Sentence: "A nextToken that this list did not return is refused with BadRequestException, " +
			"which the operation declares. Neither the exception nor the message is recorded.",
		Source:  "none; MODEL",
		Relaxed: "The list begins again.",
		Example: Example{
			Breaks: request("ListMeshes", `{"nextToken":"made up"}`),
			Keeps:  listMeshes,
		}},
)

// tags holds the rules for tags.
var tags = about("tags",
	Rule{Number: 19, Basis: Recorded,
		Sentence: "An operation on tags fails with AccessDeniedException and the recorded message if " +
			"the ARN belongs to another account. By analogy, it fails with NotFoundException if the " +
			"resource does not exist, and with BadRequestException if the ARN is not one of App Mesh. " +
			"Both are declared.",
		Source: "awsdocs user guide PR#40; MODEL",
		Example: Example{
			Setup:  setupMesh,
			Breaks: request("ListTagsForResource", `{"resourceArn":"`+otherMeshARN+`"}`),
			Keeps:  request("ListTagsForResource", `{"resourceArn":"`+meshARN+`"}`),
		}},
	Rule{Number: 21, Basis: Assumed,
		Sentence: "Removing a tag that does not exist succeeds, by analogy with other AWS services.",
		Source:   "none for App Mesh; AWS-wide",
		Fixed:    "It accepts requests that the service might have refused. Its refusal is not recorded."},
	Rule{Number: 22, Basis: Model,
		Sentence: "A resource has at most 50 tags. Beyond that, TagResource fails with " +
			"TooManyTagsException and sets no tag; a create fails with BadRequestException.",
		Source: "MODEL"},
	Rule{Number: 23, Basis: Assumed,
		Sentence: "A tag key that begins with aws:, or that occurs twice in a request, is refused " +
			"with BadRequestException, by analogy with other AWS services.",
		Source:  "none for App Mesh; AWS-wide",
		Relaxed: "Such keys are stored. If a key is repeated, the last value is used.",
		Example: Example{
			Setup:  setupMesh,
			Breaks: request("TagResource", `{"resourceArn":"`+meshARN+`","tags":[{"key":"aws:team","value":"shop"}]}`),
			Keeps:  request("TagResource", `{"resourceArn":"`+meshARN+`","tags":[{"key":"team","value":"shop"}]}`),
		}},
	Rule{Number: 60, Basis: Recorded,
		Sentence: "Tags are a map, listed in the order in which the keys were first set. Describe " +
			"does not return them, and they are deleted with the resource.",
		Source: "CLI; TFP tag tests"},
)
