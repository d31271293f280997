package properties

import (
	"fmt"
	"sort"
	"strings"
	"testing"
)

// coverage counts what the model expected of each operation.
type coverage map[string]int

func (c coverage) note(q request, o outcome) {
	c["steps"]++
	c[q.operation()+" "+o.code]++
	if o.why != "" {
		c[q.operation()+" "+o.code+": "+o.why]++
	}
	if strings.HasPrefix(o.why, "dangling") || strings.HasPrefix(o.why, "repeated") {
		c[q.verb+" "+o.why]++
	}
}

// missing returns the events that should have occurred and did not. A run that was made shorter, or
// that repeats a failure, need not have seen all.
func (c coverage) missing() []string {
	var missing []string
	for _, each := range requiredOutcomes() {
		if c[each] == 0 && c["steps"] >= 5000 {
			missing = append(missing, each)
		}
	}
	return missing
}

// requireAll fails the test if a required outcome is missing. With -v it logs the number of each.
func (c coverage) requireAll(t *testing.T) {
	t.Helper()
	if missing := c.missing(); len(missing) > 0 {
		t.Errorf("outcomes that never occurred in %d steps:\n%s", c["steps"], strings.Join(missing, "\n"))
	}
	if !testing.Verbose() {
		return
	}
	var lines []string
	for each, n := range c {
		lines = append(lines, fmt.Sprintf("%6d %s", n, each))
	}
	sort.Strings(lines)
	t.Log("\n" + strings.Join(lines, "\n"))
}

// requiredOutcomes lists the outcomes that must occur: the success of all 38 operations (without a
// code) and each of their errors.
func requiredOutcomes() []string {
	var all []string
	add := func(verb, kind string, codes ...string) {
		operation := request{verb: verb, key: key{kind: kind}}.operation()
		for _, code := range append(codes, "", "BadRequestException") {
			all = append(all, operation+" "+code)
		}
	}
	const missing, conflict, used, no = "NotFoundException", "ConflictException", "ResourceInUseException",
		"ForbiddenException"
	for _, kind := range kinds {
		if kind == mesh {
			add("create", kind, conflict, "LimitExceededException")
			add("list", kind)
		} else {
			add("create", kind, conflict, missing, "LimitExceededException")
			add("list", kind, missing)
		}
		add("describe", kind, missing)
		add("update", kind, missing, conflict)
		add("delete", kind, missing)
	}
	for _, kind := range []string{mesh, virtualGateway, virtualNode, virtualRouter, virtualService} {
		add("delete", kind, used)
	}
	add("tag", "", missing, "AccessDeniedException", "TooManyTagsException")
	add("untag", "", missing, "AccessDeniedException")
	add("tags", "", missing, "AccessDeniedException")
	all = append(all,
		"CreateRoute NotFoundException: dangling", "UpdateRoute NotFoundException: dangling",
		"CreateGatewayRoute NotFoundException: dangling", "UpdateGatewayRoute NotFoundException: dangling",
		"CreateGatewayRoute NotFoundException: dangling, implicit",
		"CreateVirtualService NotFoundException: dangling", "UpdateVirtualService NotFoundException: dangling",
		"CreateVirtualService : implicit",
		"CreateRoute BadRequestException: match names no port", "CreateRoute BadRequestException: target names no port",
		"CreateGatewayRoute BadRequestException: match names no port",
		"CreateGatewayRoute BadRequestException: target names no port",
		"UpdateVirtualRouter BadRequestException: routes name no port",
		"UpdateVirtualGateway BadRequestException: routes name no port",
		"UpdateVirtualNode BadRequestException: targets name no port",
		"UpdateVirtualRouter BadRequestException: protocol in use",
		"create repeated", "update repeated",
		"CreateVirtualNode BadRequestException: new name", "CreateVirtualRouter BadRequestException: new name",
		"CreateRoute BadRequestException: new name", "CreateVirtualService BadRequestException: slash in a new name",
		"CreateGatewayRoute BadRequestException: slash in a new name",
		"CreateVirtualNode : duplicates", "UpdateVirtualNode : duplicates",
	)
	add("create", route, no)
	for _, kind := range []string{virtualNode, virtualRouter, route, virtualService} {
		add("update", kind, no)
		add("delete", kind, no)
	}
	for _, kind := range []string{virtualGateway, gatewayRoute} {
		for _, verb := range []string{"create", "describe", "update", "delete", "list"} {
			add(verb, kind, no)
		}
	}
	return all
}
