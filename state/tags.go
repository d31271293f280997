package state

import "slices"

// MaxTags is how many tags a resource can have (MODEL).
const MaxTags = 50

// firstTags answers the tags of a create as the resource keeps them.
func firstTags(tags []Tag) []Tag {
	if len(tags) == 0 {
		return nil
	}
	kept := slices.Clone(tags)
	for i := range kept {
		kept[i].seq = i + 1
	}
	return kept
}

// Tag sets tags of a resource: those it has keep their place, new ones come last. All are
// set or none. Errors: NotFound, NotOwner, TooManyTags.
func (s *Store) Tag(caller string, k Key, tags []Tag) error {
	return s.retag(caller, k, func(old []Tag) ([]Tag, error) {
		set := slices.Clone(old)
		for _, tag := range tags {
			at := slices.IndexFunc(set, func(has Tag) bool { return has.Key == tag.Key })
			if at >= 0 {
				set[at].Value = tag.Value
				continue
			}
			tag.seq = 1
			if len(set) > 0 {
				tag.seq = set[len(set)-1].seq + 1
			}
			set = append(set, tag)
		}
		if len(set) > MaxTags {
			return nil, TooManyTagsError{Key: k}
		}
		return set, nil
	})
}

// Untag removes tags of a resource. A key that it does not have is no error (rule 21).
// Errors: NotFound, NotOwner.
func (s *Store) Untag(caller string, k Key, keys []string) error {
	return s.retag(caller, k, func(old []Tag) ([]Tag, error) {
		return slices.DeleteFunc(slices.Clone(old), func(has Tag) bool { return slices.Contains(keys, has.Key) }), nil
	})
}

func (s *Store) retag(caller string, k Key, change func([]Tag) ([]Tag, error)) error {
	return s.update(func(t tx) error {
		row, err := t.tagged(caller, k)
		if err != nil {
			return err
		}
		old := row.record()
		r := *old
		if r.Tags, err = change(old.Tags); err != nil {
			return err
		}
		s.tell(Tagged, &t.replace(old, &r).Resource)
		return nil
	})
}

// Tags answers up to limit tags of a resource, in the order they were first set, after the
// place that an earlier page answered (0 for the first), and the place for the next page, 0
// if there is none. Errors: NotFound, NotOwner.
func (s *Store) Tags(caller string, k Key, after, limit int) (page []Tag, next int, err error) {
	r, err := s.view().tagged(caller, k)
	if err != nil {
		return nil, 0, err
	}
	for _, tag := range r.resource().Tags {
		if tag.seq <= after {
			continue
		}
		if len(page) == limit {
			return page, page[limit-1].seq, nil
		}
		page = append(page, tag)
	}
	return page, 0, nil
}

// tagged answers the resource of a key to the account that made it: others neither read nor
// set its tags (§8). After unsharing, the consumer no longer can.
func (t tx) tagged(caller string, k Key) (*row, error) {
	r, err := t.visible(caller, k)
	if err != nil {
		return nil, err
	}
	if r.owner() != caller {
		return nil, NotOwnerError{Key: k, Caller: caller}
	}
	return r, nil
}
