package convert_test

import (
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/convert"
	"github.com/appmesh-mock/appmesh-mock/server/seed"
)

// shop is a template with all functions and sections.
const shop = `
AWSTemplateFormatVersion: 2010-09-09
Parameters:
  Environment: {Type: String, AllowedValues: [test, live]}
  Port: {Type: Number, Default: "8080"}
  Certificates: {Type: CommaDelimitedList, Default: "arn:aws:acm-pca:x:1:a, arn:aws:acm-pca:x:1:b"}
  BootstrapVersion: {Type: "AWS::SSM::Parameter::Value<String>", Default: /cdk/version}
  Subnet: {Type: String}
Mappings:
  Limits:
    test: {Retries: 1}
    live: {Retries: 3}
Conditions:
  IsLive: !Equals [!Ref Environment, live]
  IsTest: !Not [!Condition IsLive]
  Never: !And [!Condition IsLive, !Condition IsTest]
  Ever: !Or [!Condition Never, !Equals [1, "1"]]
Resources:
  Mesh:
    Type: AWS::AppMesh::Mesh
    Properties:
      MeshName: !Sub "${Environment}-shop"
      Spec: {EgressFilter: {Type: !If [IsLive, DROP_ALL, ALLOW_ALL]}}
      Tags:
        - {Key: stack, Value: !Ref AWS::StackName}
        - !If [IsLive, {Key: live, Value: "yes"}, !Ref AWS::NoValue]
  Service:
    Type: AWS::AppMesh::VirtualService
    DependsOn: Bucket
    Properties:
      MeshName: !GetAtt Mesh.MeshName
      VirtualServiceName: !Join [".", [orders, !Ref Environment, local]]
      Spec: {Provider: {VirtualRouter: {VirtualRouterName: !GetAtt Router.VirtualRouterName}}}
  Route:
    Type: AWS::AppMesh::Route
    Properties:
      MeshName: !GetAtt Router.MeshName
      VirtualRouterName: !GetAtt [Router, VirtualRouterName]
      RouteName: all
      Spec:
        Priority: !If [Ever, "10", !Ref Missing]
        HttpRoute:
          Match: {Prefix: /, Port: !Ref Port, Headers: [{Name: x, Invert: "true", Match: {Exact: 7}}]}
          Action: {WeightedTargets: [{VirtualNode: !GetAtt Node.VirtualNodeName, Weight: "1"}]}
          RetryPolicy:
            HttpRetryEvents: !Split [",", "server-error,gateway-error"]
            MaxRetries: !FindInMap [Limits, !Ref Environment, Retries]
            PerRetryTimeout: {Unit: ms, Value: 250.0}
  Router:
    Type: AWS::AppMesh::VirtualRouter
    Properties:
      MeshName: !GetAtt Mesh.MeshName
      Spec: {Listeners: [{PortMapping: {Port: !Ref Port, Protocol: http}}]}
  Node:
    Type: AWS::AppMesh::VirtualNode
    Properties:
      MeshName: !GetAtt Mesh.MeshName
      VirtualNodeName: !Select [1, [a, !Sub ["${Name}-${!Literal}", {Name: !Ref Environment}]]]
      Spec:
        Listeners: [{PortMapping: {Port: !Ref Port, Protocol: http}, TLS: {Mode: STRICT, Certificate: {ACM: {CertificateArn: !Ref Certificate}}}}]
        BackendDefaults: {ClientPolicy: {TLS: {Validation: {Trust: {ACM: {CertificateAuthorityArns: !Ref Certificates}}}}}}
        ServiceDiscovery: {AWSCloudMap: {NamespaceName: !ImportValue shop-namespace, ServiceName: !GetAtt Discovery.Name}}
  Gateway:
    Type: AWS::AppMesh::VirtualGateway
    Condition: IsLive
    Properties: {MeshName: !GetAtt Mesh.MeshName, Spec: {Listeners: []}}
  Certificate: {Type: AWS::CertificateManager::Certificate, Properties: {DomainName: !Ref Unknown}}
  Discovery: {Type: AWS::ServiceDiscovery::Service}
  Bucket: {Type: AWS::S3::Bucket}
  Other: {Type: AWS::S3::Bucket}
`

var shopParameters = map[string]string{
	"Environment": "test", "Certificate": "arn:aws:acm:us-east-1:123456789012:certificate/1",
	"shop-namespace": "local", "Discovery.Name": "orders",
}

func TestATemplateWithAllFunctionsBecomesOperationsInTheOrderOfTheirKinds(t *testing.T) {
	t.Parallel()
	result, err := convert.Read([]seed.File{{Name: "shop.yaml", Data: []byte(shop)}},
		convert.Options{Parameters: shopParameters})
	if err != nil {
		t.Fatal(err)
	}
	router := `appmesh-mock-Router-PLACEHOLDER`
	for _, step := range result.Steps {
		if step.Operation == "CreateVirtualRouter" {
			_, name, _ := strings.Cut(string(step.Input), `"virtualRouterName":"`)
			router = strings.TrimSuffix(name, `"}`)
		}
	}
	want := `Mesh {"meshName":"test-shop","spec":{"egressFilter":{"type":"ALLOW_ALL"}},"tags":[{"key":"stack","value":"appmesh-mock"}]}
VirtualNode {"meshName":"test-shop","spec":{"backendDefaults":{"clientPolicy":{"tls":{"validation":{"trust":{"acm":{"certificateAuthorityArns":["arn:aws:acm-pca:x:1:a","arn:aws:acm-pca:x:1:b"]}}}}}},"listeners":[{"portMapping":{"port":8080,"protocol":"http"},"tls":{"certificate":{"acm":{"certificateArn":"arn:aws:acm:us-east-1:123456789012:certificate/1"}},"mode":"STRICT"}}],"serviceDiscovery":{"awsCloudMap":{"namespaceName":"local","serviceName":"orders"}}},"virtualNodeName":"test-${Literal}"}
VirtualRouter {"meshName":"test-shop","spec":{"listeners":[{"portMapping":{"port":8080,"protocol":"http"}}]},"virtualRouterName":"ROUTER"}
Route {"meshName":"test-shop","routeName":"all","spec":{"httpRoute":{"action":{"weightedTargets":[{"virtualNode":"test-${Literal}","weight":1}]},"match":{"headers":[{"invert":true,"match":{"exact":"7"},"name":"x"}],"port":8080,"prefix":"/"},"retryPolicy":{"httpRetryEvents":["server-error","gateway-error"],"maxRetries":1,"perRetryTimeout":{"unit":"ms","value":250}}},"priority":10},"virtualRouterName":"ROUTER"}
VirtualService {"meshName":"test-shop","spec":{"provider":{"virtualRouter":{"virtualRouterName":"ROUTER"}}},"virtualServiceName":"orders.test.local"}
`
	if got := strings.ReplaceAll(lines(result.Steps), router, "ROUTER"); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	if !strings.HasPrefix(router, "appmesh-mock-Router-") || len(router) != len("appmesh-mock-Router-")+12 {
		t.Errorf("the router has the name %q", router)
	}
	if from := result.Steps[1].From; from != "shop.yaml: resource Node" {
		t.Errorf("a step is from %q", from)
	}
	left := result.LeftOut
	if len(left) != 4 || left["AWS::S3::Bucket"] != 2 ||
		left["AWS::AppMesh::VirtualGateway with a false condition"] != 1 {
		t.Errorf("left out: %v", left)
	}
	running(t, server.Options{Relax: []int{15}}, result.Steps)
}

// mesh returns a template with a mesh whose name is an expression in YAML.
func mesh(expression string) string {
	return `
Parameters: {List: {Type: "List<Number>", Default: "1,2"}, Text: {Type: String, Default: t}, Bare: {Type: String}}
Mappings: {Map: {a: {b: found}}}
Conditions: {Yes: !Equals [a, a], Loop: !Not [!Condition Loop], Odd: [a]}
Resources:
  Other: {Type: "AWS::AppMesh::Mesh", Properties: {MeshName: other}}
  Shared: {Type: "AWS::AppMesh::VirtualNode", Properties: {MeshName: theirs, MeshOwner: "111122223333", VirtualNodeName: n, Spec: {}}}
  Off: {Type: "AWS::AppMesh::Mesh", Condition: No}
  Topic: {Type: "AWS::SNS::Topic"}
  Mesh: {Type: "AWS::AppMesh::Mesh", Properties: {MeshName: ` + expression + `}}
` + "\n"
}

func TestEachFunctionIsEvaluated(t *testing.T) {
	t.Parallel()
	for expression, want := range map[string]string{
		`!Ref Other`:                         "arn:aws-cn:appmesh:cn-north-1:999999999999:mesh/other",
		`!Ref Shared`:                        "arn:aws-cn:appmesh:cn-north-1:999999999999:mesh/theirs@111122223333/virtualNode/n",
		`!GetAtt Shared.MeshOwner`:           "111122223333",
		`!GetAtt Other.MeshOwner`:            "999999999999",
		`!GetAtt Other.ResourceOwner`:        "999999999999",
		`!GetAtt Other.Arn`:                  "arn:aws-cn:appmesh:cn-north-1:999999999999:mesh/other",
		`{"Fn::GetAtt": Other.Arn}`:          "arn:aws-cn:appmesh:cn-north-1:999999999999:mesh/other",
		`!Sub "${Other.MeshName}"`:           "other",
		`!Sub "${Topic.TopicName}"`:          "given",
		`!Ref AWS::AccountId`:                "999999999999",
		`!Ref AWS::Region`:                   "cn-north-1",
		`!Ref AWS::Partition`:                "aws-cn",
		`!Ref AWS::URLSuffix`:                "amazonaws.com.cn",
		`!Ref AWS::StackName`:                "stack",
		`!Select ["1", !Ref List]`:           "2",
		`!FindInMap [Map, a, b]`:             "found",
		`!If [Yes, !Ref Text, x]`:            "t",
		`{Ref: Text}`:                        "t",
		`12`:                                 "12",
		`!!str 12`:                           "12",
		`!Join ["-", !Split [":", "a:b:c"]]`: "a-b-c",
	} {
		steps, err := readFile("t.yaml", strings.Replace(mesh(expression), "Condition: No", "Condition: Yes", 1),
			convert.Options{
				Account: "999999999999", Region: "cn-north-1", StackName: "stack",
				Parameters: map[string]string{"Topic.TopicName": "given"},
			})
		if err != nil {
			t.Errorf("%s: %v", expression, err)
			continue
		}
		if got := lines(steps); !strings.Contains(got, `"meshName":"`+want+`"`) {
			t.Errorf("%s: want %s\n%s", expression, want, got)
		}
	}
}

func TestMistakesInFunctionsHaveTheirPath(t *testing.T) {
	t.Parallel()
	for expression, want := range map[string]string{
		`!Ref Nowhere`:              `resource Mesh: Properties.MeshName.Ref: there is no parameter and no resource "Nowhere"`,
		`!Ref Bare`:                 `resource Mesh: Properties.MeshName.Ref: parameter Bare has no default; give the value with --parameter Bare=VALUE`,
		`!Ref Topic`:                `resource Mesh: Properties.MeshName.Ref: Topic is not known: resource Topic, of type AWS::SNS::Topic, is left out; give the value with --parameter Topic=VALUE`,
		`!GetAtt Topic.TopicName`:   `resource Mesh: Properties.MeshName.Fn::GetAtt: Topic.TopicName is not known: resource Topic, of type AWS::SNS::Topic, is left out; give the value with --parameter Topic.TopicName=VALUE`,
		`!GetAtt Other.Uid`:         `resource Mesh: Properties.MeshName.Fn::GetAtt: the Uid of Other is not known before the resource exists`,
		`!GetAtt Other.Name`:        `resource Mesh: Properties.MeshName.Fn::GetAtt: Other has no attribute "Name"; there are Arn, MeshOwner, ResourceOwner, MeshName`,
		`!GetAtt Off.Arn`:           `resource Mesh: Properties.MeshName.Fn::GetAtt: resource Off is not created: its condition is false`,
		`!GetAtt Mesh.MeshName`:     `resource Mesh: Properties.MeshName: the value needs itself, through others`,
		`!Ref AWS::Nothing`:         `resource Mesh: Properties.MeshName.Ref: there is no pseudo parameter "AWS::Nothing"; there are AWS::AccountId, AWS::NoValue, AWS::NotificationARNs, AWS::Partition, AWS::Region, AWS::StackId, AWS::StackName, AWS::URLSuffix`,
		`!Cidr [a, 1, 2]`:           `resource Mesh: Properties.MeshName.Fn::Cidr: the function is not supported; there are Ref, Fn::FindInMap, Fn::GetAtt, Fn::If, Fn::ImportValue, Fn::Join, Fn::Select, Fn::Split and Fn::Sub`,
		`{"Fn::Transform": {}}`:     `resource Mesh: Properties.MeshName.Fn::Transform: the function is not supported; there are Ref, Fn::FindInMap, Fn::GetAtt, Fn::If, Fn::ImportValue, Fn::Join, Fn::Select, Fn::Split and Fn::Sub`,
		`!ImportValue x`:            `resource Mesh: Properties.MeshName.Fn::ImportValue: x is an export of another stack; give the value with --parameter x=VALUE`,
		`!FindInMap [Map, a, c]`:    `resource Mesh: Properties.MeshName.Fn::FindInMap: Mappings.Map.a has no "c"`,
		`!FindInMap [Map]`:          `resource Mesh: Properties.MeshName.Fn::FindInMap: must be the name of a mapping and two keys`,
		`!Select [5, [a]]`:          `resource Mesh: Properties.MeshName.Fn::Select: there is no item 5: the list has 1`,
		`!Select [x, [a]]`:          `resource Mesh: Properties.MeshName.Fn::Select: must be an index and a list`,
		`!Split ["", a]`:            `resource Mesh: Properties.MeshName.Fn::Split: must be a separator and a string`,
		`!Join [",", [[a]]]`:        `resource Mesh: Properties.MeshName.Fn::Join.1.0: must be a string, not a list`,
		`!Join [","]`:               `resource Mesh: Properties.MeshName.Fn::Join: must be a separator and a list of strings`,
		`!Sub "${Text"`:             `resource Mesh: Properties.MeshName.Fn::Sub: a ${ has no }`,
		`!Sub "${List}"`:            `resource Mesh: Properties.MeshName.Fn::Sub: ${List} must be a string, not a list`,
		`!Sub [a]`:                  `resource Mesh: Properties.MeshName.Fn::Sub: must be a string, or a string and an object of variables, not a list`,
		`!Sub ["${A}", {A: [1]}]`:   `resource Mesh: Properties.MeshName.Fn::Sub: ${A} must be a string, not a list`,
		`!If [Nope, a, b]`:          `resource Mesh: Properties.MeshName.Fn::If: there is no condition "Nope"`,
		`!If [Loop, a, b]`:          `Conditions.Loop: the value needs itself, through others`,
		`!If [Odd, a, b]`:           `Conditions.Odd: must be Condition with a name, Fn::Equals with two values, Fn::Not with one condition, or Fn::And or Fn::Or with a list of them`,
		`!If [Yes, a]`:              `resource Mesh: Properties.MeshName.Fn::If: must be a condition and two values`,
		`!Ref [a]`:                  `resource Mesh: Properties.MeshName.Ref: must be a name, not a list`,
		`!GetAtt [a]`:               `resource Mesh: Properties.MeshName.Fn::GetAtt: must be a resource and an attribute, not a list`,
		`[a]`:                       `resource Mesh: Properties.MeshName: must be a string, not a list`,
		`m, Spec: {Egress: 1}`:      `resource Mesh: Properties.Spec.Egress: unknown property; there are EgressFilter, ServiceDiscovery`,
		`m, ClientToken: t`:         `resource Mesh: Properties.ClientToken: unknown property; there are MeshName, Spec, Tags`,
		`m, meshName: t`:            `resource Mesh: Properties.meshName: unknown property; did you mean "MeshName"?`,
		`m, Tags: [{Key: a, V: b}]`: `resource Mesh: Properties.Tags.0.V: unknown property; there are Key, Value`,
	} {
		text := strings.Replace(mesh(expression), "Condition: No", "Condition: No", 1)
		text = strings.Replace(text, "Conditions: {", "Conditions: {No: !Equals [a, b], ", 1)
		_, err := readFile("t.yaml", text, convert.Options{})
		if err == nil || !strings.HasPrefix(err.Error(), "t.yaml:") || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\n got %v\nwant %s", expression, err, want)
		}
	}
}

func TestInvalidTemplatesAreRefused(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`Resources: {A: {Type: AWS::AppMesh::Mash}}`: `resource A: Type: CloudFormation has no type "AWS::AppMesh::Mash"`,
		"# nothing\n":        "the file has no document",
		`Resources: {A: {}}`: `resource A: Type: must be the type of a resource, not null`,
		`Resources: {A: 1}`:  `resource A: must be an object, not 1`,
		`Resources: {A: {Type: AWS::AppMesh::Mesh, Properties: 1}}`:                                                                      `resource A: Properties: must be an object, not 1`,
		`Resources: {A: {Type: AWS::AppMesh::Mesh, Condition: X}}`:                                                                       `resource A: Condition: there is no condition "X"`,
		`Resources: {A: {Type: AWS::AppMesh::Mesh, Condition: [X]}}`:                                                                     `resource A: Condition: must be the name of a condition, not a list`,
		`Resources: {A: {Type: AWS::AppMesh::Mesh, DependsOn: B}}`:                                                                       `resource A: DependsOn: there is no resource "B"`,
		`Resources: {A: {Type: AWS::AppMesh::Mesh, DependsOn: {}}}`:                                                                      `resource A: DependsOn: must be a list, not an object`,
		`Resources: {A: {Type: AWS::AppMesh::Mesh, DependsOn: B}, B: {Type: AWS::AppMesh::Mesh, DependsOn: [A]}}`:                        `resource A: DependsOn: the resource needs itself, through others`,
		`Resources: {A: {Type: AWS::AppMesh::VirtualService, Properties: {MeshName: m}}}`:                                                `resource A: Properties.VirtualServiceName: the resource needs this property`,
		"Resources: {A: {Type: AWS::AppMesh::Mesh}}\n---\nResources: {}":                                                                 `a template is one document, but the file has several`,
		`{Resources: {}, Parameters: []}`:                                                                                                `Parameters: must be an object, not a list`,
		`Resources: {A: {Type: AWS::AppMesh::Mesh}, A: {Type: AWS::AppMesh::Mesh}}`:                                                      `member "A" is given twice`,
		`Resources: {A: *nowhere}`:                                                                                                       "nowhere",
		`Resources: {A: {Type: AWS::AppMesh::VirtualNode, Properties: {MeshName: m, Spec: {Listeners: [{PortMapping: {Port: http}}]}}}}`: `resource A: Properties.Spec.Listeners.0.PortMapping.Port: must be an integer, not "http"`,
		`Resources: {A: {Type: AWS::AppMesh::VirtualNode, Properties: {MeshName: m, Spec: {Listeners: {}}}}}`:                            `resource A: Properties.Spec.Listeners: must be a list, not an object`,
	} {
		_, err := readFile("t.yaml", text, convert.Options{Format: convert.CloudFormation})
		if err == nil || !strings.HasPrefix(err.Error(), "t.yaml:") || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\n got %v\nwant %s", text, err, want)
		}
	}
}

func TestParametersAreChecked(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Environment=other": `parameter Environment may not be "other"`,
		"Nothing=1":         "unknown parameter Nothing: no template has it",
	} {
		given := map[string]string{}
		for key, value := range shopParameters {
			given[key] = value
		}
		key, value, _ := strings.Cut(name, "=")
		given[key] = value
		if _, err := readFile("shop.yaml", shop, convert.Options{Parameters: given}); err == nil ||
			!strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	ssm := `{"Parameters":{"P":{"Type":"AWS::SSM::Parameter::Value<String>","Default":"/name"}},"Resources":{"M":{"Type":"AWS::AppMesh::Mesh","Properties":{"MeshName":{"Ref":"P"}}}}}`
	if _, err := readFile("t.json", ssm, convert.Options{}); err == nil ||
		!strings.Contains(err.Error(), "parameter P is read from Systems Manager") {
		t.Error(err)
	}
}

func TestAliasesDoNotGrowWithoutEnd(t *testing.T) {
	t.Parallel()
	text := "a0: &a0 [x]\n"
	for i := 1; i < 40; i++ {
		before := string(rune('a'+(i-1)%26)) + "z" + strings.Repeat("q", i-1)
		if i == 1 {
			before = "a0"
		}
		name := string(rune('a'+i%26)) + "z" + strings.Repeat("q", i)
		text += name + ": &" + name + " [*" + before + ", *" + before + "]\n"
	}
	text += "Resources: {M: {Type: AWS::AppMesh::Mesh, Properties: {Tags: *" + string(rune('a'+39%26)) + "z" +
		strings.Repeat("q", 39) + "}}}\n"
	if _, err := readFile("t.yaml", text, convert.Options{}); err == nil ||
		!strings.Contains(err.Error(), "aliases expand the file to more than") {
		t.Error(err)
	}
}
