package admin

// maxDocument is the largest body that holds a whole state, in bytes.
const maxDocument = 256 << 20

// table returns the routes.
func (a *admin) table() []*route {
	return append([]*route{
		{Method: "GET", Path: "/_mock/", Does: "lists these routes", run: a.index},
		{Method: "GET", Path: "/_mock/health", Does: "returns version and uptime", run: a.health},
		{
			Method: "POST", Path: "/_mock/reset", Parameters: []string{"account", "region", "to", "all"}, run: a.reset,
			Does: "removes all resources, or those of one account and region; " +
				"to=start restores the initial state, all=true resets faults, clock, journal and checkpoints too",
		},
		{Method: "GET", Path: "/_mock/rules", Does: "lists the rules, and whether each is in force", run: a.rules},
		{Method: "GET", Path: "/_mock/rules/{number}", Does: "returns one rule", run: a.rule},

		{
			Method: "GET", Path: "/_mock/shares", Parameters: []string{"meshName", "meshOwner", "region"},
			run:  a.shares,
			Does: "lists the shares of meshes, of one mesh or of one owner's in one region",
		},
		{Method: "POST", Path: "/_mock/shares", Does: "shares a mesh with an account", run: a.share, hasBody: true},
		{Method: "DELETE", Path: "/_mock/shares", Does: "ends a share", run: a.unshare, hasBody: true},

		{Method: "GET", Path: "/_mock/faults",
			Does: "lists the faults, with the numbers of calls that matched and that failed", run: a.faults},
		{Method: "POST", Path: "/_mock/faults", Does: "injects a fault and returns its number", run: a.inject,
			hasBody: true},
		{Method: "DELETE", Path: "/_mock/faults", Does: "removes all faults", run: a.clearFaults},
		{Method: "DELETE", Path: "/_mock/faults/{number}", Does: "removes a fault", run: a.removeFault},
		{Method: "GET", Path: "/_mock/faults/profiles", Does: "lists the predefined sets of faults", run: a.profiles},
		{Method: "POST", Path: "/_mock/faults/profiles/{name}",
			Does: "injects a predefined set of faults and returns their numbers", run: a.injectProfile},

		{Method: "GET", Path: "/_mock/clock", Does: "returns the time, and whether the clock runs", run: a.clock},
		{Method: "PUT", Path: "/_mock/clock",
			Does: "sets the clock to now, advances it, and freezes it or makes it run", run: a.setClock, hasBody: true},

		{Method: "GET", Path: "/_mock/checkpoints", Does: "lists the checkpoints", run: a.listCheckpoints},
		{Method: "PUT", Path: "/_mock/checkpoints/{name}", Does: "saves the state under a name", run: a.saveCheckpoint},
		{Method: "DELETE", Path: "/_mock/checkpoints/{name}", Does: "removes a checkpoint", run: a.removeCheckpoint},
		{Method: "POST", Path: "/_mock/checkpoints/{name}/restore", Does: "restores a checkpoint",
			run: a.restoreCheckpoint},
		{
			Method: "GET", Path: "/_mock/diff", Parameters: []string{"from", "to", "text"}, run: a.diff,
			Does: "lists the resources that were created, deleted and changed " +
				"from one checkpoint to another, or to now; text=true adds the difference of each, line by line",
		},

		{
			Method: "GET", Path: "/_mock/state", Parameters: []string{"checkpoint"}, run: a.state,
			Does: "returns the whole state, or that of a checkpoint, as a document",
		},
		{
			Method: "PUT", Path: "/_mock/state", Does: "replaces the whole state by that of a document",
			run:     a.loadState,
			hasBody: true, maxBody: maxDocument,
		},
		{Method: "POST", Path: "/_mock/state/save", Does: "saves the state to the state file", run: a.saveState},
		{
			Method: "POST", Path: "/_mock/seed", Parameters: []string{"account", "region"}, run: a.seed,
			Does: "runs a list of operations or resources: all of it or nothing", hasBody: true, maxBody: maxDocument,
		},

		{
			Method: "GET", Path: "/_mock/calls",
			Parameters: []string{"operation", "mesh", "resource", "account", "region", "code", "since", "number",
				"format"},
			run: a.calls,
			Does: "returns the last calls that the parameters select; format is json, ndjson, " +
				"aws or curl (commands that repeat them)",
		},
		{Method: "DELETE", Path: "/_mock/calls", Does: "empties the journal of calls", run: a.clearCalls},
		{
			Method: "GET", Path: "/_mock/events", Parameters: []string{"kind", "mesh", "resource", "account", "region"},
			run:  a.events,
			Does: "streams the resources that are created, updated, deleted and tagged",
		},
		{Method: "GET", Path: "/_mock/tenants",
			Does: "lists the accounts and regions that have resources, and the default", run: a.tenants},
		{Method: "GET", Path: "/_mock/metrics",
			Does: "returns requests, durations, resources and faults for Prometheus", run: a.metrics},

		{
			Method: "POST", Path: "/_mock/import", run: a.importFile, hasBody: true, maxBody: maxDocument,
			Parameters: []string{"format", "parameter", "stack-name", "update", "dry-run", "account", "region"},
			Does: "creates the resources of a CloudFormation template, Kubernetes manifests or a seed, all or " +
				"nothing; update=true updates those that exist, dry-run=true returns the plan only",
		},
		{
			Method: "GET", Path: "/_mock/export", Parameters: []string{"format", "resource", "account", "region"},
			run: a.export,
			Does: "returns the resources, or one, as a CloudFormation template (format=cloudformation), " +
				"as commands for the AWS CLI (aws) or as Go code of a test (go)",
		},
		{Method: "GET", Path: "/_mock/templates", Does: "lists templates of specs by kind", run: a.templates},
		{Method: "GET", Path: "/_mock/worlds", Does: "lists the data sets", run: a.worlds},
		{
			Method: "POST", Path: "/_mock/worlds/{name}", Parameters: []string{"account", "region"}, run: a.loadWorld,
			Does: "creates the resources of a data set, all or nothing",
		},

		{
			Method: "POST", Path: "/_mock/resolve", Parameters: []string{"format", "account", "region"}, run: a.resolve,
			hasBody: true,
			Does: "returns where a request to a virtual gateway or from a virtual node goes, and why; " +
				"format=go returns an assertion for a test, format=command a command",
		},
		{
			Method: "GET", Path: "/_mock/analyze", Parameters: []string{"mesh", "account", "region"}, run: a.analyze,
			Does: "returns the mistakes in a mesh, or in all meshes, that the API accepts",
		},
	}, a.envoyRoutes()...)
}
