package server

import "fmt"

// Basis says what stands behind a rule.
type Basis string

// The bases, the strongest first.
const (
	Recorded   Basis = "recorded"   // seen in real output of the service
	Documented Basis = "documented" // stated by AWS's documentation or the App Mesh team
	Model      Basis = "model"      // stated by AWS's API model
	Assumed    Basis = "assumed"    // decided here, because the record is silent
)

// Rule is one statement about what App Mesh does. Its number stands where the code keeps
// it, in the test that pins it, and in the header x-appmesh-mock-rule of a refusal.
type Rule struct {
	Number   int    `json:"number"`
	Basis    Basis  `json:"basis"`
	Sentence string `json:"sentence"`
	Source   string `json:"source"`
}

// maxRule is the highest number.
const maxRule = 63

// Rules answers all rules by number.
func Rules() []Rule { return rules[:] }

// inForce tells whether a rule is kept.
func (s *Server) inForce(rule int) bool { return !s.relaxed[rule] }

// InForce tells whether the rule of a number is kept by this server.
func (s *Server) InForce(rule int) bool { return 0 < rule && rule <= maxRule && s.inForce(rule) }

// relax switches assumed rules off. Others cannot be: what is known stays.
func (s *Server) relax(numbers []int) error {
	for _, n := range numbers {
		if n < 1 || n > maxRule {
			return fmt.Errorf("rule %d: there is no such rule; they are numbered from 1 to %d", n, maxRule)
		}
		if rule := rules[n-1]; rule.Basis != Assumed {
			return fmt.Errorf("rule %d is %s, so it cannot be relaxed: %s", n, rule.Basis, rule.Sentence)
		}
		s.relaxed[n] = true
	}
	return nil
}

// Sources: MODEL is AWS's API model of 2019-01-25; APIREF the examples of the App Mesh API
// Reference; CLI those of the AWS CLI; UG the App Mesh User Guide; CTL the App Mesh
// controller for Kubernetes; EX AWS's App Mesh examples; RM#n an issue of the App Mesh
// roadmap; TFP#n one of the Terraform AWS provider; C7N the recordings of Cloud Custodian.
var rules = [maxRule]Rule{
	{1, Assumed, "Absent members are left out of answers. Relaxed, or with ExplicitNulls, every modelled member of a structure that is there is written, null where absent, as the recordings of 2019 and 2020 show it.", "APIREF; botocore 1.21–1.29 refused nulls in unions and nobody complained"},
	{2, Documented, "An error's code is in the header x-amzn-errortype, bare, and its body is {\"message\":…}.", "MODEL; the header's name in the service's CORS answer; no complete raw error was ever published"},
	{3, Model, "What is not there is answered with NotFoundException, for the outermost that is missing. The words follow those of rules 43 and 44.", "MODEL declares it on all operations; RM#173"},
	{4, Model, "A create of a name in use: the same client token and request answer the resource as it is; the same token with another request, another token or none are a ConflictException. The words are ours.", "MODEL: idempotent, and no other declared error fits"},
	{5, Recorded, "An update with an identical spec moves version and lastUpdatedAt.", "APIREF UpdateVirtualService"},
	{6, Model, "An update with a client token seen before: the same request answers the resource as it is, another request is a ConflictException.", "MODEL, ConflictException"},
	{7, Assumed, "A virtual service's provider and a gateway route's virtual service must exist: NotFoundException.", "after rule 44; CTL waits for them"},
	{8, Recorded, "A virtual service that a virtual node names as backend before it is made exists implicitly: nothing shows it, and the one made later has version 2 and the createdAt of the first reference.", "CLI create-virtual-service; EX PR#97"},
	{9, Assumed, "A gateway route to a virtual service that exists implicitly only is refused with NotFoundException.", "it is not active"},
	{10, Documented, "A virtual service that is only a backend can be deleted.", "EX wipe_out_mesh.sh deletes services before nodes; inferred"},
	{11, Model, "What is in use cannot be deleted: ResourceInUseException. The words follow those of rules 45 to 48.", "MODEL; UG; aws-nuke#913"},
	{12, Documented, "Quotas are off by default. The preset aws sets the published ones: LimitExceededException. The words are ours.", "Service Quotas, as published in 2020; RM#263"},
	{13, Model, "A violated constraint of the model is a BadRequestException that reports all violations, in the order of the model's members, in the words of AWS's common framework.", "MODEL; the class recorded for over-long names: CTL"},
	{14, Model, "Malformed JSON, wrong types, members given twice, NUL and invalid UTF-8 are a BadRequestException.", "MODEL, the declared class"},
	{15, Assumed, "A mesh's name must match ^[a-zA-Z0-9\\-_]+$ (recorded: CTL#19). Other names must have neither control characters nor a slash. A slash in a name in the path is a BadRequestException with a null message (recorded: RM#101).", "CTL#19; RM#101; EX#197"},
	{16, Recorded, "virtualServiceName has 1 to 255 characters; nothing checks that it is a DNS name.", "CTL integration tests; MODEL has no pattern"},
	{17, Model, "A nextToken that is not of this list, and a limit that is out of range or no number, are a BadRequestException. The words are ours.", "MODEL, the declared class"},
	{18, Recorded, "Lists are sorted by name, in byte order; the real order was arbitrary, so any that is stable will do.", "EX eks/base.md; APIREF"},
	{19, Recorded, "Tags of another account's ARN: AccessDeniedException. Of one that does not exist: NotFoundException. Of what is no App Mesh ARN: BadRequestException.", "awsdocs user guide PR#40; MODEL"},
	{20, Model, "TagResource and UntagResource answer {}.", "MODEL: empty structures"},
	{21, Documented, "Removing a tag that is not there succeeds.", "AWS-wide"},
	{22, Model, "A resource has at most 50 tags: TooManyTagsException of TagResource, and none of its tags is set; BadRequestException of a create.", "MODEL"},
	{23, Assumed, "Tag keys must not begin with aws:, and must not be given twice in one request: BadRequestException.", "AWS-wide"},
	{24, Documented, "meshOwner: the own account as if absent; an account that shared the mesh: as a consumer; any other: NotFoundException; not 12 digits: BadRequestException.", "UG sharing"},
	{25, Documented, "A denial by IAM, which only a test can ask for, is a 403 AccessDeniedException.", "eks-workshop#314; UG security_iam_troubleshoot"},
	{26, Documented, "An unknown path or method is a 404 UnknownOperationException. Unsigned requests are served unless signatures are checked.", "AWS's common errors"},
	{27, Recorded, "Equal priorities, weights that do not sum to 100 and duplicate backends are accepted.", "boto3#3792; RM#204; RM#133"},
	{28, Assumed, "Rules between the fields of a spec, as documented: BadRequestException. The words are ours.", "UG; MODEL; the validators of CTL and CDK"},
	{29, Assumed, "A virtual router's listener cannot change its protocol while a route of the old one matches it: BadRequestException.", "CTL#767"},
	{30, Recorded, "A virtual node's listeners that were not given are left out of every answer.", "APIREF DescribeVirtualRouter, the nearest"},
	{31, Recorded, "The status INACTIVE is never answered.", "never seen"},
	{32, Recorded, "Timestamps are numbers of seconds as Java prints a double, to the millisecond: 1.551295405298E9.", "APIREF"},
	{33, Recorded, "DeleteMesh answers the version unchanged, every other delete one higher.", "APIREF; CLI; UG"},
	{34, Recorded, "Unknown members of a request are ignored, neither stored nor answered.", "EX, examples that AWS published contain some"},
	{35, Documented, "Account and region come from the credential scope: an access key of 12 digits is the account; each account and region is a world of its own.", "SigV4; the convention of other emulators"},
	{36, Recorded, "Create, describe, update and delete answer the resource itself, lists an object around it.", "APIREF"},
	{37, Recorded, "Answers are compact JSON with the members in alphabetical order.", "APIREF, byte for byte"},
	{38, Recorded, "Answers have the headers of the service behind its Envoy.", "APIREF"},
	{39, Recorded, "A CORS preflight is answered 200 without a signature, its request's headers and method echoed. Answers to requests with an Origin may be read by any page, as the preflight promises (inferred).", "a published table of AWS endpoints, 2020-10-02"},
	{40, Model, "The ten exceptions and their HTTP statuses.", "MODEL"},
	{41, Recorded, "Create: version 1 and both times now. Update: version one higher, lastUpdatedAt now. Delete: lastUpdatedAt now, status DELETED. A name can be used again at once, with a new uid.", "APIREF; CLI; UG; RM#50"},
	{42, Documented, "An update replaces the whole spec.", "UG; MODEL"},
	{43, Recorded, "VirtualNode with name … is not present under mesh … for account …", "RM#173"},
	{44, Recorded, "The virtual nodes that a route targets must exist: NotFoundException, VirtualNode with name … is missing", "janakiramm/app-mesh-tutorial#1"},
	{45, Recorded, "A mesh with virtual nodes, routers, services or gateways cannot be deleted: ResourceInUseException, in its recorded words.", "TFP PR#11249; aws-nuke#913; RM#147"},
	{46, Recorded, "A virtual router that is a virtual service's provider cannot be deleted: ResourceInUseException, in its recorded words.", "CTL#25"},
	{47, Recorded, "A virtual node that a route targets cannot be deleted: ResourceInUseException, in its recorded words.", "TFP#38444; terraform#35649; RM#103"},
	{48, Recorded, "A virtual service that a gateway route targets cannot be deleted: ResourceInUseException, in its recorded words.", "aws-nuke#913"},
	{49, Recorded, "A virtual node may name backends that do not exist, and a virtual service may have no provider.", "RM#372; CLI; UG"},
	{50, Recorded, "A virtual node with service discovery needs a listener: BadRequestException, Service Discovery can't be set without a listener.", "TFP PR#13337"},
	{51, Recorded, "A health check of protocol grpc needs a listener of protocol http2 or grpc: BadRequestException, in its recorded words.", "TFP#21359"},
	{52, Recorded, "A route of a virtual router with several listeners must match a port: BadRequestException, in its recorded words.", "CTL#715"},
	{53, Recorded, "A virtual router cannot get several listeners while a route of it matches no port: BadRequestException, in its recorded words.", "CTL#715; TFP#35294"},
	{54, Documented, "Where a virtual gateway, a target or a provider has several listeners, gateway routes must match a port and targets must name one: BadRequestException. The words are ours.", "UG; CTL#710; TFP#29063; RM#120"},
	{55, Documented, "A page has up to limit resources, 100 if no limit is set (50 for tags), and a nextToken if there are more.", "MODEL"},
	{56, Recorded, "Two defaults are filled in and no other: healthCheck.port with the listener's port, and, on describe and delete only, a virtual node's backends with [].", "CLI; APIREF; UG; CTL; EX manifests"},
	{57, Documented, "The consumer of a shared mesh cannot use its virtual gateways and gateway routes: ForbiddenException.", "RM#230"},
	{58, Documented, "In a shared mesh an account changes only what it made; the mesh owner deletes all; a route is added by the owner of its router: ForbiddenException. The words are the model's.", "UG sharing; MODEL"},
	{59, Recorded, "What a consumer makes in a shared mesh has the consumer's account in its ARN, and mesh@owner.", "CTL arns_conversion_test; EX howto-cross-account"},
	{60, Recorded, "Tags are a map in the order in which the keys came; they are no part of what describe answers, and go with the resource.", "CLI; TFP tag tests"},
	{61, Recorded, "Arrays keep their order and empty structures and lists are kept as sent.", "APIREF; C7N"},
	{62, Assumed, "Bodies of more than 1 MiB are refused with 413, paths of more than 8 KiB with 414: limits of this mock.", "none"},
	{63, Model, "A client token is up to 36 letters, numbers, hyphens and underscores: BadRequestException.", "MODEL"},
}
