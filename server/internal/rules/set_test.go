package rules

import (
	"slices"
	"testing"
)

func TestASetRelaxesTheGivenRulesOnly(t *testing.T) {
	t.Parallel()
	s, err := NewSet([]int{28, 68})
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range All() {
		if want := !slices.Contains([]int{28, 68}, rule.Number); s.InForce(rule.Number) != want {
			t.Errorf("InForce(%d) is %t", rule.Number, !want)
		}
	}
}

func TestNumbersAreUnique(t *testing.T) {
	t.Parallel()
	for i, rule := range all {
		if i > 0 && all[i-1].Number == rule.Number {
			t.Errorf("there are two rules %d", rule.Number)
		}
		if found, ok := Lookup(rule.Number); !ok || found.Sentence != rule.Sentence {
			t.Errorf("Lookup(%d) returns %+v", rule.Number, found)
		}
	}
	if _, ok := Lookup(0); ok {
		t.Error("there is a rule 0")
	}
}
