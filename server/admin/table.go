package admin

// maxDocument is how many bytes a body can have that holds a whole state.
const maxDocument = 256 << 20

// table answers all that can be asked.
func (a *admin) table() []*route {
	return append([]*route{
		{Method: "GET", Path: "/_mock/", Does: "lists these routes", run: a.index},
		{Method: "GET", Path: "/_mock/health", Does: "answers version and uptime", run: a.health},
		{Method: "POST", Path: "/_mock/reset", Does: "removes everything that clients have made", run: a.reset},
		{Method: "GET", Path: "/_mock/rules", Does: "lists the rules, and whether each is in force", run: a.rules},

		{Method: "GET", Path: "/_mock/shares", Does: "lists the shares of meshes; meshName, meshOwner and region say of which", run: a.shares},
		{Method: "POST", Path: "/_mock/shares", Does: "shares a mesh with an account", run: a.share},
		{Method: "DELETE", Path: "/_mock/shares", Does: "ends a share", run: a.unshare},

		{Method: "GET", Path: "/_mock/faults", Does: "lists the faults, with how many calls fitted and how many were struck", run: a.faults},
		{Method: "POST", Path: "/_mock/faults", Does: "puts a fault in place and answers its number", run: a.inject},
		{Method: "DELETE", Path: "/_mock/faults", Does: "removes all faults", run: a.clearFaults},
		{Method: "DELETE", Path: "/_mock/faults/{number}", Does: "removes a fault", run: a.removeFault},
		{Method: "GET", Path: "/_mock/faults/profiles", Does: "lists the ready-made sets of faults", run: a.profiles},
		{Method: "POST", Path: "/_mock/faults/profiles/{name}", Does: "puts a ready-made set of faults in place and answers their numbers", run: a.injectProfile},

		{Method: "GET", Path: "/_mock/clock", Does: "answers what time it is, and whether the clock runs", run: a.clock},
		{Method: "PUT", Path: "/_mock/clock", Does: "sets the clock to now, moves it by advance, and makes it stand or run by frozen", run: a.setClock},

		{Method: "GET", Path: "/_mock/checkpoints", Does: "lists the checkpoints", run: a.listCheckpoints},
		{Method: "PUT", Path: "/_mock/checkpoints/{name}", Does: "keeps the state as it is under a name", run: a.keepCheckpoint},
		{Method: "DELETE", Path: "/_mock/checkpoints/{name}", Does: "forgets a checkpoint", run: a.forgetCheckpoint},
		{Method: "POST", Path: "/_mock/checkpoints/{name}/restore", Does: "goes back to a checkpoint", run: a.restoreCheckpoint},
		{Method: "GET", Path: "/_mock/diff", Does: "says which resources came, went and changed since the checkpoint from, until to or now", run: a.diff},

		{Method: "GET", Path: "/_mock/state", Does: "answers the whole state as a document", run: a.state},
		{Method: "PUT", Path: "/_mock/state", Does: "replaces the whole state by a document's", run: a.loadState, limit: maxDocument},
		{Method: "POST", Path: "/_mock/state/save", Does: "saves the state to the file it is kept in", run: a.saveState},
		{Method: "POST", Path: "/_mock/seed", Does: "runs a list of operations or resources, as account in region; all of it or nothing", run: a.seed, limit: maxDocument},

		{Method: "GET", Path: "/_mock/calls", Does: "answers the last calls; operation, mesh, resource, account, region, code and since say which, format=ndjson or har how", run: a.calls},
		{Method: "DELETE", Path: "/_mock/calls", Does: "forgets the last calls", run: a.forgetCalls},
		{Method: "GET", Path: "/_mock/events", Does: "streams what is created, updated, deleted and tagged; kind, mesh, resource, account and region say of which", run: a.events},
		{Method: "GET", Path: "/_mock/metrics", Does: "answers requests, latencies, resources and faults for Prometheus", run: a.metrics},

		{Method: "POST", Path: "/_mock/import", Does: "makes what a CloudFormation template, Kubernetes manifests or a seed describe; format, parameter=Key=Value, stack-name, account and region say how; all of it or nothing", run: a.importFile, limit: maxDocument},
	}, a.envoyTable()...)
}
