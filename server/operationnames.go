package server

// OperationName is the name of an operation. Where it selects calls, it may also be a list
// of patterns, such as "Create*,Update*".
type OperationName string

// The operations of the App Mesh API.
const (
	CreateGatewayRoute     OperationName = "CreateGatewayRoute"
	CreateMesh             OperationName = "CreateMesh"
	CreateRoute            OperationName = "CreateRoute"
	CreateVirtualGateway   OperationName = "CreateVirtualGateway"
	CreateVirtualNode      OperationName = "CreateVirtualNode"
	CreateVirtualRouter    OperationName = "CreateVirtualRouter"
	CreateVirtualService   OperationName = "CreateVirtualService"
	DeleteGatewayRoute     OperationName = "DeleteGatewayRoute"
	DeleteMesh             OperationName = "DeleteMesh"
	DeleteRoute            OperationName = "DeleteRoute"
	DeleteVirtualGateway   OperationName = "DeleteVirtualGateway"
	DeleteVirtualNode      OperationName = "DeleteVirtualNode"
	DeleteVirtualRouter    OperationName = "DeleteVirtualRouter"
	DeleteVirtualService   OperationName = "DeleteVirtualService"
	DescribeGatewayRoute   OperationName = "DescribeGatewayRoute"
	DescribeMesh           OperationName = "DescribeMesh"
	DescribeRoute          OperationName = "DescribeRoute"
	DescribeVirtualGateway OperationName = "DescribeVirtualGateway"
	DescribeVirtualNode    OperationName = "DescribeVirtualNode"
	DescribeVirtualRouter  OperationName = "DescribeVirtualRouter"
	DescribeVirtualService OperationName = "DescribeVirtualService"
	ListGatewayRoutes      OperationName = "ListGatewayRoutes"
	ListMeshes             OperationName = "ListMeshes"
	ListRoutes             OperationName = "ListRoutes"
	ListTagsForResource    OperationName = "ListTagsForResource"
	ListVirtualGateways    OperationName = "ListVirtualGateways"
	ListVirtualNodes       OperationName = "ListVirtualNodes"
	ListVirtualRouters     OperationName = "ListVirtualRouters"
	ListVirtualServices    OperationName = "ListVirtualServices"
	TagResource            OperationName = "TagResource"
	UntagResource          OperationName = "UntagResource"
	UpdateGatewayRoute     OperationName = "UpdateGatewayRoute"
	UpdateMesh             OperationName = "UpdateMesh"
	UpdateRoute            OperationName = "UpdateRoute"
	UpdateVirtualGateway   OperationName = "UpdateVirtualGateway"
	UpdateVirtualNode      OperationName = "UpdateVirtualNode"
	UpdateVirtualRouter    OperationName = "UpdateVirtualRouter"
	UpdateVirtualService   OperationName = "UpdateVirtualService"
)
