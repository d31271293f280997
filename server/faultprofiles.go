package server

import (
	"fmt"
	"slices"
	"time"
)

const accessDenied = "AccessDeniedException"

// Profiles are ready-made sets of faults, by name.
var profiles = map[string][]Fault{
	// The rates are those to which the App Mesh controller holds itself; the service's were
	// never published (§5).
	"throttling": {
		{Name: "throttling reads", Match: Match{Operation: "Describe*,List*"}, Rate: 40, Burst: 5, Code: "TooManyRequestsException"},
		{Name: "throttling writes", Match: Match{Operation: "Create*,Update*,Delete*,TagResource,UntagResource"}, Rate: 8, Burst: 5, Code: "TooManyRequestsException"},
	},
	"flaky": {
		{Name: "flaky: error", Share: 0.05, Seed: 1, Code: "InternalServerErrorException"},
		{Name: "flaky: unavailable", Share: 0.05, Seed: 2, Code: "ServiceUnavailableException"},
		{Name: "flaky: lost answer", Share: 0.02, Seed: 3, Cut: CutBefore, After: true},
	},
	"slow": {
		{Name: "slow", Delay: Duration(100 * time.Millisecond), DelayUpTo: Duration(time.Second), Seed: 1},
	},
}

// ProfileNames answers the names of the ready-made sets of faults, sorted.
func ProfileNames() []string {
	names := make([]string, 0, len(profiles))
	for name := range profiles {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// InjectProfile puts a ready-made set of faults in place and answers a function that removes it.
func (s *Server) InjectProfile(name string) (remove func(), err error) {
	profile, ok := profiles[name]
	if !ok {
		return nil, fmt.Errorf("there is no profile %q; there are %v", name, ProfileNames())
	}
	var removes []func()
	for _, fault := range profile {
		_, remove, err := s.Inject(fault)
		if err != nil {
			return nil, err
		}
		removes = append(removes, remove)
	}
	return func() {
		for _, remove := range removes {
			remove()
		}
	}, nil
}

// declaredTexts are the model's own sentences for the exceptions that only a fault causes,
// and those that say nothing of a resource.
var declaredTexts = map[string]string{
	"BadRequestException":          "The request syntax was malformed. Check your request syntax and try again.",
	"ConflictException":            tokenReusedText,
	"ForbiddenException":           notOwnerText,
	"InternalServerErrorException": "The request processing has failed because of an unknown error, exception, or failure.",
	"LimitExceededException": "You have exceeded a service limit for your account. For more information, " +
		"see Service Limits in the App Mesh User Guide.",
	"NotFoundException":           "The specified resource doesn't exist. Check your request syntax and try again.",
	"ResourceInUseException":      "You can't delete the specified resource because it's in use or required by another resource.",
	"ServiceUnavailableException": "The request has failed due to a temporary failure of the service.",
	"TooManyRequestsException": "The maximum request rate permitted by the App Mesh APIs has been exceeded for your account. " +
		"For best results, use an increasing or variable sleep interval between requests.",
	"TooManyTagsException": tooManyTagsText,
}

// injected answers the exception of a fault, in App Mesh's words unless it brings its own.
func (x *exchange) injected(f Fault) *Error {
	if f.Code == accessDenied {
		e := &Error{Code: f.Code, Status: 403, Rule: 25, Message: f.Message}
		if e.Message == "" {
			e.Message = fmt.Sprintf("User: arn:%s:iam::%s:user/appmesh-mock is not authorized to perform: appmesh:%s on resource: *",
				Partition(x.about.region), x.about.account, x.about.operation)
		}
		return e
	}
	e := exception(f.Code, 40, f.Message)
	if e.Message == "" {
		e.Message = declaredTexts[f.Code]
	}
	return e
}
