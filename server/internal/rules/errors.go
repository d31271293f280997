package rules

// errorResponses holds the rules for the form of errors and for requests against the model.
var errorResponses = about("errors",
	Rule{Number: 2, Basis: Documented,
		Sentence: `The header x-amzn-errortype contains the exception, without a prefix or suffix, ` +
			`and the body is {"message":…}. The name of the header and the member are known; no ` +
			`complete error response was ever published.`,
		Source: "CORS; MODEL"},
	Rule{Number: 13, Basis: Model,
		Sentence: "A request that violates constraints of the model fails with BadRequestException, " +
			"which lists all violations in the order of the model's members. The exception is " +
			"recorded for names that are too long and for an empty union. The message, and that it " +
			"lists all violations, are by analogy with other services on AWS's common framework.",
		Source: "MODEL; CTL integration tests; aws-sdk-js-v3#1209",
		Example: Example{
			Breaks: meshRequest(veryLongName),
			Keeps:  meshRequest(longName),
		}},
	Rule{Number: 14, Basis: Model,
		Sentence: "Malformed JSON and values of the wrong type fail with BadRequestException, which " +
			"each operation declares.",
		Source: "MODEL",
		Example: Example{
			Breaks: request("CreateMesh", `{"meshName":7}`),
			Keeps:  meshRequest("7"),
		}},
	Rule{Number: 75, Basis: Assumed,
		Sentence: "A member that occurs twice, invalid UTF-8 and half of a surrogate pair are refused " +
			"with BadRequestException, by analogy with malformed JSON.",
		Source: "none; rule 14",
		Relaxed: "If a member occurs twice, the last value is used, but each must satisfy the model. " +
			"Invalid Unicode is replaced by U+FFFD.",
		Example: Example{
			Breaks: request("CreateMesh",
				`{"meshName":"m","spec":{"egressFilter":{"type":"ALLOW_ALL"},"egressFilter":{"type":"DROP_ALL"}}}`),
			Keeps: request("CreateMesh", `{"meshName":"m","spec":{"egressFilter":{"type":"DROP_ALL"}}}`),
		}},
	Rule{Number: 76, Basis: Assumed,
		Sentence: "The character NUL in any value is refused with BadRequestException, by analogy " +
			"with malformed JSON.",
		Source: "none; rule 14",
		Fixed:  "The indexes of this server use NUL as the end of a name.",
		Example: Example{
			Breaks: request("CreateMesh", `{"meshName":"a\u0000"}`),
			Keeps:  meshRequest("a"),
		}},
	Rule{Number: 25, Basis: Documented,
		Sentence: "A denial by IAM, which only an injected fault causes, has the status 403 and " +
			"AccessDeniedException.",
		Source: "eks-workshop#314; UG security_iam_troubleshoot"},
	Rule{Number: 26, Basis: Documented,
		Sentence: "An unknown path or method is refused with 404 and UnknownOperationException. " +
			"Unsigned requests are accepted unless signatures are checked; then AWS's common errors " +
			"apply. No behaviour of App Mesh itself is recorded.",
		Source: "AWS's common errors"},
	Rule{Number: 40, Basis: Model,
		Sentence: "There are ten exceptions, each with its HTTP status, and each operation declares those that it " +
			"returns.",
		Source: "MODEL"},
)

// requests holds the rules for reading requests.
var requests = about("requests",
	Rule{Number: 34, Basis: Recorded,
		Sentence: "Unknown members of a request are ignored: they are neither stored nor returned.",
		Source:   "EX, published examples contain some; CTL#575"},
	Rule{Number: 35, Basis: Documented,
		Sentence: "Account and region come from the credential scope. An access key of 12 digits is " +
			"the account. Each account and region has its own resources. The scope is part of AWS's " +
			"signature format; the meaning of the access key is a convention of emulators.",
		Source: "SigV4"},
	Rule{Number: 62, Basis: Assumed,
		Sentence: "Bodies of more than 1 MiB are refused with 413, paths of more than 8 KiB with 414. " +
			"These are limits of this server.",
		Source:  "none",
		Relaxed: "Bodies and paths of any length are accepted."},
	Rule{Number: 110, Basis: Assumed,
		Sentence: "In strict mode, unknown members are refused with BadRequestException and a " +
			"suggestion. Strict mode is off by default, because App Mesh ignored them (rule 34).",
		Source: "none: an aid against typing errors",
		Fixed:  "It applies only in strict mode.",
		Example: Example{
			Setup:  setupMesh,
			Breaks: nodeRequest("x", `"listners":[]`),
			Keeps:  nodeRequest("x", `"listeners":[]`),
		}},
)
