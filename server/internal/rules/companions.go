package rules

// companions holds the rules for the supported operations of other services.
var companions = about("companions",
	Rule{Number: 120, Basis: Documented,
		Sentence: "sts:GetCallerIdentity returns account, ARN and user id of the caller, whose account is that of " +
			"rule 35. The form is documented. That the caller is the root user is decided here: an access key of " +
			"12 digits names an account and no user in it.",
		Source: "STSREF GetCallerIdentity; IAM user guide, values of aws:userid"},
	Rule{Number: 121, Basis: Documented,
		Sentence: "tag:GetResources returns ARNs and tags of the resources that all tag filters, one of the " +
			"resource types and the list of ARNs select. A type of App Mesh that does not exist is an " +
			"InvalidParameterException, by analogy; types and ARNs of other services select nothing.",
		Source: "TAGREF GetResources, TagFilter, supported services"},
	Rule{Number: 122, Basis: Documented,
		Sentence: "A page of tag:GetResources ends after ResourcesPerPage resources, or before TagsPerPage tags " +
			"would be exceeded, and never within a resource. The last page has an empty PaginationToken. A list " +
			"of ARNs has no pages. That 100 resources are a page if the request sets no limit is assumed, and so " +
			"is the class of the refusal of an invented token.",
		Source: "TAGREF GetResources"},
	Rule{Number: 123, Basis: Assumed,
		Sentence: "tag:GetResources lists the resources that have tags now and that the caller's account created, " +
			"sorted by ARN. The service also listed those that once had tags, which this server does not record.",
		Source: "TAGREF GetResources",
		Fixed:  "The state does not hold tags that a resource once had."},
	Rule{Number: 124, Basis: Documented,
		Sentence: "Any other operation of STS, of the tagging API or of another service is refused in the form of " +
			"its protocol: InvalidAction (query), UnknownOperationException (JSON) or NotImplemented (S3). " +
			"Signatures, if they are checked, have the signing name of their service, sts or tagging.",
		Source: "common errors of AWS's query and JSON APIs; S3 list of error codes; SigV4"},
)
