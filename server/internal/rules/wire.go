package rules

// wire holds the rules for the form of successful responses.
var wire = about("responses",
	Rule{Number: 1, Basis: Assumed,
		Sentence: "Absent members are left out of responses. In the recordings of 2019 and 2020 they " +
			"are null. Later SDKs refused nulls in unions, and no one reported that App Mesh failed " +
			"with them.",
		Source: "APIREF; botocore 1.21.41 to 1.29.27",
		Relaxed: "All members of a structure that is present are written, absent ones as null, as " +
			"recorded. The option for explicit nulls does the same."},
	Rule{Number: 20, Basis: Model,
		Sentence: "TagResource and UntagResource return {}.",
		Source:   "MODEL: empty structures"},
	Rule{Number: 31, Basis: Recorded,
		Sentence: "The status INACTIVE is never returned.",
		Source:   "no output shows it"},
	Rule{Number: 32, Basis: Recorded,
		Sentence: "Timestamps are numbers of seconds in the format of Java's Double.toString, with " +
			"milliseconds: 1.551295405298E9.",
		Source: "APIREF"},
	Rule{Number: 36, Basis: Recorded,
		Sentence: "Create, describe, update and delete return the resource itself; lists return an " +
			"object that contains a list.",
		Source: "APIREF; MODEL"},
	Rule{Number: 37, Basis: Recorded,
		Sentence: "Responses are compact JSON with the members in alphabetical order.",
		Source:   "APIREF, byte for byte"},
	Rule{Number: 38, Basis: Recorded,
		Sentence: "Responses have the headers of a Java service behind Envoy.",
		Source:   "APIREF"},
	Rule{Number: 61, Basis: Recorded,
		Sentence: "Lists keep their order. Empty structures and lists are stored as they were sent.",
		Source:   "APIREF; C7N"},
)

// cors holds the rule for requests from browsers.
var cors = about("cors",
	Rule{Number: 39, Basis: Recorded,
		Sentence: "A CORS preflight returns 200 without a signature and repeats the requested headers " +
			"and method (recorded). Any page may read the responses to its requests, as the preflight " +
			"permits (inferred).",
		Source: "CORS"},
)
