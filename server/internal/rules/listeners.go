package rules

// listeners holds the rules between listeners and the routes that match their ports.
var listeners = about("listeners",
	Rule{Number: 29, Basis: Assumed,
		Sentence: "A virtual router's listener cannot change its protocol while a route of the old one matches " +
			"it: BadRequestException. The class is recorded; which routes count, and the words, are assumed.",
		Source:  "CTL#767",
		Relaxed: "The protocol changes.",
		Example: Example{
			Setup: setupRoute,
			Breaks: routerRequest("UpdateVirtualRouter",
				`"listeners":[{"portMapping":{"port":8080,"protocol":"tcp"}}]`),
			Keeps: routerRequest("UpdateVirtualRouter", oneListener),
		}},
	Rule{Number: 52, Basis: Recorded,
		Sentence: "A route of a virtual router with several listeners must match a port: BadRequestException, in " +
			"the recorded words.",
		Source: "CTL#715",
		Example: Example{
			Setup:  []Request{createMesh, createNode, routerRequest("CreateVirtualRouter", twoListeners)},
			Breaks: createRoute,
			Keeps:  routeRequest("n", `"port":8080,"prefix":"/"`),
		}},
	Rule{Number: 53, Basis: Recorded,
		Sentence: "A virtual router cannot get several listeners while a route of it matches no port: " +
			"BadRequestException, in the recorded words.",
		Source: "CTL#715; TFP#35294",
		Example: Example{
			Setup:  setupRoute,
			Breaks: routerRequest("UpdateVirtualRouter", twoListeners),
			Keeps:  routerRequest("UpdateVirtualRouter", oneListener),
		}},
	Rule{Number: 54, Basis: Documented,
		Sentence: "Where a virtual gateway has several listeners, its gateway routes must match a port; where a " +
			"virtual node has, the weighted targets of routes must name one: BadRequestException. That ports are " +
			"mandatory is documented, and the class is recorded; the words are by analogy.",
		Source: "UG; CTL#710; TFP#29063; RM#120",
		Example: Example{
			Setup:  []Request{createMesh, createService, gatewayRequest("CreateVirtualGateway", twoListeners)},
			Breaks: createGatewayX,
			Keeps:  gatewayRouteRequest("s", `"port":8080,"prefix":"/"`),
		}},
	Rule{Number: 74, Basis: Assumed,
		Sentence: "A virtual gateway or virtual node cannot get several listeners while gateway routes match no " +
			"port or routes to it name none, as rule 53 has it for virtual routers; and a gateway route's target " +
			"must name a port if the provider of its virtual service has several listeners: " +
			"BadRequestException, by analogy.",
		Source:  "none; rules 53 and 54",
		Relaxed: "They get the listeners, and the target needs no port.",
		Example: Example{
			Setup:  setupGatewayRoute,
			Breaks: gatewayRequest("UpdateVirtualGateway", twoListeners),
			Keeps:  gatewayRequest("UpdateVirtualGateway", oneListener),
		}},
	Rule{Number: 69, Basis: Recorded,
		Sentence: "A virtual router's listener cannot be removed while routes match its port: " +
			"BadRequestException. The class is recorded; the words are ours.",
		Source: "CTL PR#768"},
)

// tls holds the rules for certificates and trust.
var tls = about("tls",
	Rule{Number: 67, Basis: Recorded,
		Sentence: "A TLS validation context must trust something: BadRequestException, One type of TLS Validation " +
			"Context Trust must be set. Unknown kinds of trust count as none (rule 34).",
		Source: "CTL#575",
		Example: Example{
			Setup:  setupMesh,
			Breaks: trustNode(``),
			Keeps:  trustNode(`"file":{"certificateChain":"/ca.pem"}`),
		}},
	Rule{Number: 68, Basis: Assumed,
		Sentence: "ARNs of certificates and certificate authorities must have the form of ARNs of acm and " +
			"acm-pca, with any partition, region, account and resource: BadRequestException. That the API checked " +
			"ARNs is stated by AWS; how strictly, and the words, are assumed.",
		Source:  "CDK PR#11863; RM#251",
		Relaxed: "ARNs may be any text.",
		Example: Example{
			Setup:  setupMesh,
			Breaks: certificateNode("my certificate"),
			Keeps:  certificateNode("arn:aws:acm:us-east-1:123456789012:certificate/a"),
		}},
)

// cloudMap holds the rule for names of AWS Cloud Map.
var cloudMap = about("cloud-map",
	Rule{Number: 70, Basis: Assumed,
		Sentence: "Names of Cloud Map namespaces and services hold letters, digits, -, _ and . only: " +
			"BadRequestException. That the API restricted them as Cloud Map does is stated by the team; the exact " +
			"set of characters, and the words, are assumed.",
		Source:  "RM#176",
		Relaxed: "Names may be any text.",
		Example: Example{
			Setup:  setupMesh,
			Breaks: cloudMapNode("my shop"),
			Keeps:  cloudMapNode("my.shop"),
		}},
)
