package envoy

// StaticJSON returns a configuration for the source Static as one bootstrap, or only its
// resources of one type.
func (c *Config) StaticJSON(only Type) []byte {
	list := func(kind Type) []raw {
		all := []raw{}
		for _, r := range c.Sets[kind] {
			all = append(all, raw(r.JSON))
		}
		return all
	}
	if only != "" {
		return []byte(object{string(only): list(only)}.encode())
	}
	resources := object{}
	for _, kind := range []Type{Clusters, Listeners, Secrets} {
		var bare []raw
		for _, r := range c.Sets[kind] {
			bare = append(bare, untyped(kind, raw(r.JSON)))
		}
		if bare != nil {
			resources[string(kind)] = bare
		}
	}
	return []byte(object{
		"static_resources": resources,
		"layered_runtime": object{"layers": []object{{
			"name": "static", "static_layer": object{"re2.max_program_size.error_level": 100 * maxProgram},
		}}},
	}.encode())
}

// untyped returns a resource without its @type, as bootstraps need it. The @type is always
// the first of several members.
func untyped(kind Type, resource raw) raw {
	return append(raw("{"), resource[len(`{"@type":"`)+len(kind.URL())+len(`",`):]...)
}
