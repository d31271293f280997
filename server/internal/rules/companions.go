package rules

// companions holds the rules for the supported operations of other services.
var companions = about("companions",
	Rule{Number: 120, Basis: Documented,
		Sentence: "sts:GetCallerIdentity returns the account (rule 35), the ARN and the user id of " +
			"the caller. The form of the response is documented. It is an assumption that the caller " +
			"is the root user: an access key of 12 digits identifies an account, but no user.",
		Source: "STSREF GetCallerIdentity; IAM user guide, values of aws:userid"},
	Rule{Number: 121, Basis: Documented,
		Sentence: "tag:GetResources returns the ARNs and tags of the resources that match all tag " +
			"filters, one of the resource types and the list of ARNs. An unknown type of App Mesh is " +
			"refused with InvalidParameterException, by analogy. Types and ARNs of other services " +
			"match nothing.",
		Source: "TAGREF GetResources, TagFilter, supported services"},
	Rule{Number: 122, Basis: Documented,
		Sentence: "A page of tag:GetResources has at most ResourcesPerPage resources and at most " +
			"TagsPerPage tags, and contains each resource with all its tags. The last page has an " +
			"empty PaginationToken. A request with a list of ARNs has one page. The default of 100 " +
			"resources and the exception for an invalid token are assumed.",
		Source: "TAGREF GetResources"},
	Rule{Number: 123, Basis: Assumed,
		Sentence: "tag:GetResources lists the resources with tags that the caller's account created, " +
			"sorted by ARN. The service also listed resources that once had tags, which this server " +
			"does not record.",
		Source: "TAGREF GetResources",
		Fixed:  "The state does not contain tags that were removed."},
	Rule{Number: 124, Basis: Documented,
		Sentence: "Any other operation of STS, of the tagging API or of another service is refused in " +
			"the form of its protocol: InvalidAction (query), UnknownOperationException (JSON) or " +
			"NotImplemented (S3). If signatures are checked, they must have the signing name of the " +
			"service, sts or tagging.",
		Source: "common errors of AWS's query and JSON APIs; S3 list of error codes; SigV4"},
)
