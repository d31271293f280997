package rules

// quotas holds the rule for quotas.
var quotas = about("quotas",
	Rule{Number: 12, Basis: Documented,
		Sentence: "Quotas are off by default; the preset aws sets the published ones. Beyond one: " +
			"LimitExceededException. Its words are recorded for virtual nodes of a mesh, and by analogy for the " +
			"others.",
		Source: "Service Quotas of 2020; RM#263; CTL#556"},
)

// lists holds the rules for lists and their pages.
var lists = about("lists",
	Rule{Number: 17, Basis: Model,
		Sentence: "A limit that is out of range or no integer is a BadRequestException. Range and class are the " +
			"model's; the words are those of rule 13.",
		Source: "MODEL",
		Example: Example{
			Breaks: request("ListMeshes", `{"limit":0}`),
			Keeps:  request("ListMeshes", `{"limit":1}`),
		}},
	Rule{Number: 18, Basis: Recorded,
		Sentence: "Lists have no documented order, and recordings show none. This server sorts by name, in byte " +
			"order, so that a walk sees each resource once.",
		Source: "EX eks/base.md; APIREF"},
	Rule{Number: 55, Basis: Documented,
		Sentence: "A page has up to limit resources, 100 if no limit is set (50 for tags), and a nextToken if " +
			"there are more.",
		Source: "MODEL"},
	Rule{Number: 72, Basis: Assumed,
		Sentence: "A nextToken that this list did not return is a BadRequestException, the declared class. " +
			"Neither class nor words are recorded.",
		Source:  "none; MODEL",
		Relaxed: "The list begins anew.",
		Example: Example{
			Breaks: request("ListMeshes", `{"nextToken":"made up"}`),
			Keeps:  listMeshes,
		}},
)

// tags holds the rules for tags.
var tags = about("tags",
	Rule{Number: 19, Basis: Recorded,
		Sentence: "Tags of another account's ARN are an AccessDeniedException with the recorded message. Tags " +
			"of a resource that does not exist are a NotFoundException, and those of an ARN that is not " +
			"App Mesh's a BadRequestException; both are declared and used by analogy.",
		Source: "awsdocs user guide PR#40; MODEL",
		Example: Example{
			Setup:  setupMesh,
			Breaks: request("ListTagsForResource", `{"resourceArn":"`+otherMeshARN+`"}`),
			Keeps:  request("ListTagsForResource", `{"resourceArn":"`+meshARN+`"}`),
		}},
	Rule{Number: 21, Basis: Assumed,
		Sentence: "Removing a tag that is not there succeeds, by analogy with other AWS services.",
		Source:   "none for App Mesh; AWS-wide",
		Fixed:    "It accepts what the service might have refused. How it would have refused is not recorded."},
	Rule{Number: 22, Basis: Model,
		Sentence: "A resource has at most 50 tags. Beyond that, TagResource is a TooManyTagsException and sets " +
			"none; a create is a BadRequestException.",
		Source: "MODEL"},
	Rule{Number: 23, Basis: Assumed,
		Sentence: "A tag key must not begin with aws:, and must not be given twice in one request: " +
			"BadRequestException, by analogy with other AWS services.",
		Source:  "none for App Mesh; AWS-wide",
		Relaxed: "Such keys are stored; of a repeated key the last value counts.",
		Example: Example{
			Setup:  setupMesh,
			Breaks: request("TagResource", `{"resourceArn":"`+meshARN+`","tags":[{"key":"aws:team","value":"shop"}]}`),
			Keeps:  request("TagResource", `{"resourceArn":"`+meshARN+`","tags":[{"key":"team","value":"shop"}]}`),
		}},
	Rule{Number: 60, Basis: Recorded,
		Sentence: "Tags are a map, listed in the order in which the keys were set. Describe does not return them, " +
			"and they are deleted with the resource.",
		Source: "CLI; TFP tag tests"},
)
