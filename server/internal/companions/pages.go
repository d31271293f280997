package companions

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/api"
)

// Limits of pages (rule 122).
const (
	maxResourcesPerPage = 100 // also the number if the request sets none
	minTagsPerPage      = 100
	maxTagsPerPage      = 500
)

func (in *resourcesInput) checkPaging() error {
	if n := in.ResourcesPerPage; n != nil && (*n < 1 || *n > maxResourcesPerPage) {
		return invalidParameter(ruleResourcePages, "ResourcesPerPage must be from 1 to %d, not %d.",
			maxResourcesPerPage, *n)
	}
	if n := in.TagsPerPage; n != nil && (*n < minTagsPerPage || *n > maxTagsPerPage) {
		return invalidParameter(ruleResourcePages, "TagsPerPage must be from %d to %d, not %d.",
			minTagsPerPage, maxTagsPerPage, *n)
	}
	pages := in.ResourcesPerPage != nil || in.TagsPerPage != nil || in.token() != ""
	if len(in.ResourceARNList) > 0 && pages {
		return invalidParameter(ruleResourcePages,
			"ResourceARNList and the parameters of pages (ResourcesPerPage, TagsPerPage, PaginationToken) "+
				"exclude each other.")
	}
	return nil
}

func (in *resourcesInput) token() string {
	if in.PaginationToken == nil {
		return ""
	}
	return *in.PaginationToken
}

// page returns the requested page of resources, which must be sorted by ARN, and the token of
// the next page. A token contains the ARN at which its page begins.
func (in *resourcesInput) page(
	caller api.Caller, all []*api.TaggedResource,
) (page []*api.TaggedResource, token string, err error) {
	scope := in.scope(caller)
	if in.token() != "" {
		from, ok := api.OpenToken(scope, in.token())
		if !ok {
			return nil, "", invalidParameter(ruleResourcePages,
				"The PaginationToken is not one that GetResources returned for these filters.")
		}
		first, _ := slices.BinarySearchFunc(all, from, func(r *api.TaggedResource, arn string) int {
			return strings.Compare(r.ARN, arn)
		})
		all = all[first:]
	}
	end := in.pageEnd(all)
	if end < len(all) {
		token = api.SealToken(scope, all[end].ARN)
	}
	return all[:end], token, nil
}

// pageEnd returns the number of resources on the page that begins with the first of all.
func (in *resourcesInput) pageEnd(all []*api.TaggedResource) int {
	resources, tags := maxResourcesPerPage, maxTagsPerPage
	if in.ResourcesPerPage != nil {
		resources = *in.ResourcesPerPage
	}
	if in.TagsPerPage != nil {
		tags = *in.TagsPerPage
	}
	for i, r := range all {
		tags -= len(r.Tags)
		if i == resources || in.TagsPerPage != nil && tags < 0 {
			return i
		}
	}
	return len(all)
}

// scope identifies the list of a token by the caller and the filters.
func (in *resourcesInput) scope(caller api.Caller) string {
	filters := *in
	filters.ResourcesPerPage, filters.TagsPerPage, filters.PaginationToken = nil, nil, nil
	text, _ := json.Marshal(filters) //nolint:errcheck // lists of strings always have a JSON form
	return strings.Join([]string{GetResources, caller.Account, caller.Region, string(text)}, "\x00")
}
