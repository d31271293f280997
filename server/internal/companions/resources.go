package companions

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/api"
	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// tagFilter selects resources that have a tag with the key and one of the values. Without
// values it selects any value.
type tagFilter struct {
	Key    string
	Values []string
}

// resourcesInput is the input of GetResources.
type resourcesInput struct {
	TagFilters                []tagFilter
	ResourceTypeFilters       []string
	ResourceARNList           []string
	IncludeComplianceDetails  bool
	ExcludeCompliantResources bool

	ResourcesPerPage *int    `json:",omitempty"`
	TagsPerPage      *int    `json:",omitempty"`
	PaginationToken  *string `json:",omitempty"`
}

// getResources returns the response to GetResources (rules 121 to 123).
func getResources(a *api.API, caller api.Caller, body []byte) ([]byte, error) {
	var in resourcesInput
	if err := json.Unmarshal(body, &in); err != nil {
		return nil, malformed(err)
	}
	if err := in.check(); err != nil {
		return nil, err
	}
	var found []*api.TaggedResource
	if !in.ExcludeCompliantResources { // without tag policies, all are compliant
		found = slices.DeleteFunc(a.TaggedResources(caller), func(r *api.TaggedResource) bool { return !in.selects(r) })
	}
	page, token, err := in.page(caller, found)
	if err != nil {
		return nil, err
	}
	return in.response(page, token), nil
}

// malformed returns the error for a body that is not an input of GetResources.
func malformed(err error) error {
	return &api.Error{Code: "SerializationException", Status: http.StatusBadRequest, Rule: ruleGetResources,
		Message: "The body is no input of GetResources: " + err.Error()}
}

const invalidParameterException = "InvalidParameterException"

func invalidParameter(rule int, format string, args ...any) error {
	return &api.Error{Code: invalidParameterException, Status: http.StatusBadRequest, Rule: rule,
		Message: fmt.Sprintf(format, args...)}
}

// check checks the input against the constraints that AWS documents.
func (in *resourcesInput) check() error {
	if err := in.checkFilters(); err != nil {
		return err
	}
	if err := in.checkTypes(); err != nil {
		return err
	}
	if in.ExcludeCompliantResources && !in.IncludeComplianceDetails {
		return invalidParameter(ruleGetResources, "ExcludeCompliantResources needs IncludeComplianceDetails.")
	}
	if n := len(in.ResourceARNList); n > 100 {
		return invalidParameter(ruleGetResources, "ResourceARNList has %d ARNs; 100 are the most.", n)
	}
	return in.checkPaging()
}

func (in *resourcesInput) checkFilters() error {
	if n := len(in.TagFilters); n > 50 {
		return invalidParameter(ruleGetResources, "TagFilters has %d filters; 50 are the most.", n)
	}
	for i, filter := range in.TagFilters {
		if n := len(filter.Key); n < 1 || n > 128 {
			return invalidParameter(ruleGetResources, "TagFilters[%d].Key must have 1 to 128 characters.", i)
		}
		if n := len(filter.Values); n > 20 {
			return invalidParameter(ruleGetResources, "TagFilters[%d].Values has %d values; 20 are the most.", i, n)
		}
	}
	return nil
}

// checkTypes refuses resource types of App Mesh that do not exist. Types of other services
// are permitted and select nothing.
func (in *resourcesInput) checkTypes() error {
	if n := len(in.ResourceTypeFilters); n > 100 {
		return invalidParameter(ruleGetResources, "ResourceTypeFilters has %d types; 100 are the most.", n)
	}
	known := []string{service}
	for _, kind := range state.Kinds() {
		known = append(known, resourceType(kind))
	}
	for _, filter := range in.ResourceTypeFilters {
		if name, _, _ := strings.Cut(filter, ":"); name == service && !slices.Contains(known, filter) {
			return invalidParameter(ruleGetResources, "The resource type %q does not exist: those of App Mesh are %s.",
				filter, strings.Join(known, ", "))
		}
	}
	return nil
}

const service = "appmesh"

// resourceType returns the resource type of a kind, such as "appmesh:mesh/virtualRouter/route".
func resourceType(kind state.Kind) string {
	var segments []string
	for ; kind != 0; kind = kind.Parent() {
		segments = append([]string{kind.String()}, segments...)
	}
	return service + ":" + strings.Join(segments, "/")
}

// selects reports whether the filters select a resource.
func (in *resourcesInput) selects(r *api.TaggedResource) bool {
	if len(in.ResourceARNList) > 0 && !slices.Contains(in.ResourceARNList, r.ARN) {
		return false
	}
	if len(in.ResourceTypeFilters) > 0 && !slices.Contains(in.ResourceTypeFilters, service) &&
		!slices.Contains(in.ResourceTypeFilters, resourceType(r.Kind)) {
		return false
	}
	for _, filter := range in.TagFilters {
		if !slices.ContainsFunc(r.Tags, filter.selects) {
			return false
		}
	}
	return true
}

func (f tagFilter) selects(tag state.Tag) bool {
	return f.Key == tag.Key && (len(f.Values) == 0 || slices.Contains(f.Values, tag.Value))
}

// response returns the body of a response with a page and the token of the next one.
func (in *resourcesInput) response(page []*api.TaggedResource, token string) []byte {
	body := model.AppendString([]byte(`{"PaginationToken":`), token)
	body = append(body, `,"ResourceTagMappingList":[`...)
	for i, r := range page {
		if i > 0 {
			body = append(body, ',')
		}
		body = append(body, '{')
		if in.IncludeComplianceDetails {
			body = append(body, `"ComplianceDetails":{"ComplianceStatus":true,"KeysWithNoncompliantValues":[],`+
				`"NoncompliantKeys":[]},`...)
		}
		body = model.AppendString(append(body, `"ResourceARN":`...), r.ARN)
		body = append(body, `,"Tags":[`...)
		for j, tag := range r.Tags {
			if j > 0 {
				body = append(body, ',')
			}
			body = model.AppendString(append(body, `{"Key":`...), tag.Key)
			body = append(model.AppendString(append(body, `,"Value":`...), tag.Value), '}')
		}
		body = append(body, "]}"...)
	}
	return append(body, "]}"...)
}
