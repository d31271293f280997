package rules

// errorResponses holds the rules for the form of errors and for requests against the model.
var errorResponses = about("errors",
	Rule{Number: 2, Basis: Documented,
		Sentence: `The exception is the value of the header x-amzn-errortype, without a prefix or suffix, and the ` +
			`body is {"message":…}. The header's name and the member are known; no complete error response was ` +
			`ever published.`,
		Source: "CORS; MODEL"},
	Rule{Number: 13, Basis: Model,
		Sentence: "A violated constraint of the model is a BadRequestException that lists all violations in the " +
			"order of the model's members. The class is recorded for names that are too long and for an empty " +
			"union; the words, and that all violations are listed, are by analogy with other services on AWS's " +
			"common framework.",
		Source: "MODEL; CTL integration tests; aws-sdk-js-v3#1209",
		Example: Example{
			Breaks: meshRequest(veryLongName),
			Keeps:  meshRequest(longName),
		}},
	Rule{Number: 14, Basis: Model,
		Sentence: "Malformed JSON and values of the wrong type are a BadRequestException, the declared class.",
		Source:   "MODEL",
		Example: Example{
			Breaks: request("CreateMesh", `{"meshName":7}`),
			Keeps:  meshRequest("7"),
		}},
	Rule{Number: 75, Basis: Assumed,
		Sentence: "A member given twice, invalid UTF-8 and half of a surrogate pair are a BadRequestException, " +
			"by analogy with malformed JSON.",
		Source: "none; rule 14",
		Relaxed: "Of a member given twice the last value counts, but each must keep to the model. Text that is " +
			"not Unicode is read with U+FFFD in its place.",
		Example: Example{
			Breaks: request("CreateMesh",
				`{"meshName":"m","spec":{"egressFilter":{"type":"ALLOW_ALL"},"egressFilter":{"type":"DROP_ALL"}}}`),
			Keeps: request("CreateMesh", `{"meshName":"m","spec":{"egressFilter":{"type":"DROP_ALL"}}}`),
		}},
	Rule{Number: 76, Basis: Assumed,
		Sentence: "The character NUL in any value is a BadRequestException, by analogy with malformed JSON.",
		Source:   "none; rule 14",
		Fixed:    "This server's indexes end names with NUL.",
		Example: Example{
			Breaks: request("CreateMesh", `{"meshName":"a\u0000"}`),
			Keeps:  meshRequest("a"),
		}},
	Rule{Number: 25, Basis: Documented,
		Sentence: "A denial by IAM, which only an injected fault causes, is a 403 AccessDeniedException.",
		Source:   "eks-workshop#314; UG security_iam_troubleshoot"},
	Rule{Number: 26, Basis: Documented,
		Sentence: "An unknown path or method is a 404 UnknownOperationException. Unsigned requests are served " +
			"unless signatures are checked; then AWS's common errors apply. Nothing of App Mesh itself is " +
			"recorded.",
		Source: "AWS's common errors"},
	Rule{Number: 40, Basis: Model,
		Sentence: "There are ten exceptions, each with its HTTP status, and each operation declares those that it " +
			"returns.",
		Source: "MODEL"},
)

// requests holds the rules for reading requests.
var requests = about("requests",
	Rule{Number: 34, Basis: Recorded,
		Sentence: "Unknown members of a request are ignored: neither stored nor returned.",
		Source:   "EX, published examples contain some; CTL#575"},
	Rule{Number: 35, Basis: Documented,
		Sentence: "Account and region come from the credential scope: an access key of 12 digits is the account. " +
			"Each account and region has its own resources. The first is AWS's signature format, the second a " +
			"convention of emulators.",
		Source: "SigV4"},
	Rule{Number: 62, Basis: Assumed,
		Sentence: "Bodies of more than 1 MiB are refused with 413, paths of more than 8 KiB with 414. These are " +
			"limits of this server.",
		Source:  "none",
		Relaxed: "Bodies and paths of any length are read."},
	Rule{Number: 110, Basis: Assumed,
		Sentence: "In strict mode, unknown members are refused with BadRequestException and a suggestion. Off by " +
			"default, because App Mesh ignored them (rule 34).",
		Source: "none: an aid against typing errors",
		Fixed:  "It is in force in strict mode only.",
		Example: Example{
			Setup:  setupMesh,
			Breaks: nodeRequest("x", `"listners":[]`),
			Keeps:  nodeRequest("x", `"listeners":[]`),
		}},
)
