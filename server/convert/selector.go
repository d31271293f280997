package convert

import "slices"

// selector is a label selector. An empty selector selects everything.
type selector struct {
	labels      map[string]string
	expressions []expression
}

// expression is a condition of a selector.
type expression struct {
	key, operator string
	values        []string
}

// readSelector reads a label selector. It returns nil if there is none.
func readSelector(at *place, value any) (*selector, error) {
	if value == nil {
		return nil, nil
	}
	object, err := at.object(value)
	if err == nil {
		err = known(at, object, "matchLabels", "matchExpressions")
	}
	if err != nil {
		return nil, err
	}
	s := &selector{}
	if s.labels, err = stringMap(at.in("matchLabels"), object["matchLabels"]); err != nil {
		return nil, err
	}
	at = at.in("matchExpressions")
	list, err := at.list(object["matchExpressions"])
	if err != nil {
		return nil, err
	}
	for i, raw := range list {
		e, err := readExpression(at.item(i), raw)
		if err != nil {
			return nil, err
		}
		s.expressions = append(s.expressions, e)
	}
	return s, nil
}

func readExpression(at *place, raw any) (e expression, err error) {
	object, err := at.object(raw)
	if err == nil {
		err = known(at, object, "key", "operator", "values")
	}
	if err != nil {
		return e, err
	}
	if e.key, err = at.in("key").text(object["key"]); err != nil {
		return e, err
	}
	if e.operator, err = at.in("operator").text(object["operator"]); err != nil {
		return e, err
	}
	if !slices.Contains([]string{"In", "NotIn", "Exists", "DoesNotExist"}, e.operator) {
		return e, at.in("operator").fail("must be In, NotIn, Exists or DoesNotExist")
	}
	values, err := at.in("values").list(object["values"])
	for i, value := range values {
		text, ok := value.(string)
		if !ok {
			return e, at.in("values").item(i).mistyped("a string", value)
		}
		e.values = append(e.values, text)
	}
	return e, err
}

// cost returns the number of comparisons that the selector needs.
func (s *selector) cost() int {
	cost := 1 + len(s.labels)
	for _, e := range s.expressions {
		cost += 1 + len(e.values)
	}
	return cost
}

// selects reports whether the selector selects labels.
func (s *selector) selects(labels map[string]string) bool {
	for key, value := range s.labels {
		if label, ok := labels[key]; !ok || label != value {
			return false
		}
	}
	return !slices.ContainsFunc(s.expressions, func(e expression) bool { return !e.matches(labels) })
}

func (e expression) matches(labels map[string]string) bool {
	label, has := labels[e.key]
	switch in := has && slices.Contains(e.values, label); e.operator {
	case "In":
		return in
	case "NotIn":
		return !in
	case "Exists":
		return has
	default:
		return !has
	}
}
