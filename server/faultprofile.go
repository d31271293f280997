package server

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// profiles holds the predefined sets of faults, by name.
var profiles = map[string][]Fault{
	// The rates are those to which the App Mesh controller for Kubernetes limits itself; the
	// service's own were never published.
	"throttling": {
		{
			Name:  "throttling reads",
			Calls: CallFilter{Operation: "Describe*,List*"},
			Rate:  40, Burst: 5, Code: TooManyRequestsException,
		},
		{
			Name:  "throttling writes",
			Calls: CallFilter{Operation: "Create*,Update*,Delete*,TagResource,UntagResource"},
			Rate:  8, Burst: 5, Code: TooManyRequestsException,
		},
	},
	"flaky": {
		{Name: "flaky: error", Share: 0.05, Seed: 1, Code: InternalServerErrorException},
		{Name: "flaky: unavailable", Share: 0.05, Seed: 2, Code: ServiceUnavailableException},
		{Name: "flaky: lost response", Share: 0.02, Seed: 3, Cut: CutBefore, After: true},
	},
	"slow": {
		{Name: "slow", Delay: 100 * time.Millisecond, DelayUpTo: time.Second, Seed: 1},
	},
}

// ProfileNames returns the names of the predefined sets of faults, sorted.
func ProfileNames() []string {
	names := make([]string, 0, len(profiles))
	for name := range profiles {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Profile returns the faults of a predefined set, and whether there is one of that name.
func Profile(name string) ([]Fault, bool) {
	faults, ok := profiles[name]
	return slices.Clone(faults), ok
}

// InjectProfile puts the faults of a predefined set into effect.
func (s *Server) InjectProfile(name string) ([]InjectedFault, error) {
	profile, ok := profiles[name]
	if !ok {
		return nil, fmt.Errorf("there is no profile %q; there are %s", name, strings.Join(ProfileNames(), ", "))
	}
	var injected []InjectedFault
	for _, fault := range profile {
		f, err := s.Inject(fault)
		if err != nil {
			return nil, err
		}
		injected = append(injected, f)
	}
	return injected, nil
}
