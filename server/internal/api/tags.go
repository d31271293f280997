package api

import (
	"fmt"
	"slices"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/state"
)

// emptyResponse is the response to TagResource and UntagResource (rule 20).
const emptyResponse = "{}"

func tagResource(c *call, dst []byte) ([]byte, error) {
	tags, err := c.tags()
	if err != nil {
		return nil, err
	}
	err = c.withTagged(func(k state.Key) error { return c.store.Tag(c.caller.Account, k, tags) })
	return append(dst, emptyResponse...), err
}

func untagResource(c *call, dst []byte) ([]byte, error) {
	err := c.withTagged(func(k state.Key) error {
		return c.store.Untag(c.caller.Account, k, c.in.TagKeys())
	})
	return append(dst, emptyResponse...), err
}

// defaultTagPageSize is the number of tags on a page if the request sets no limit. It is also
// the largest limit (rule 55).
const defaultTagPageSize = 50

func listTagsForResource(c *call, dst []byte) ([]byte, error) {
	err := c.withTagged(func(k state.Key) error {
		scope := newPageScope(k.Kind, k)
		after, err := c.tagStart(scope)
		if err != nil {
			return err
		}
		page, next, err := c.store.Tags(c.caller.Account, k, after, c.limit(defaultTagPageSize))
		if err != nil {
			return err
		}
		dst = c.appendTagPage(dst, page, scope.tagToken(next))
		return nil
	})
	return dst, err
}

// appendTagPage appends a page of tags.
func (c *call) appendTagPage(dst []byte, page []state.Tag, next string) []byte {
	w := jsonWriter{dst}
	w.open()
	c.nextToken(&w, next)
	w.member("tags")
	w.buf = append(w.buf, '[')
	for _, tag := range page {
		w.separate()
		w.open()
		w.text("key", tag.Key)
		w.text("value", tag.Value)
		w.close()
	}
	w.buf = append(w.buf, ']')
	w.close()
	return w.buf
}

// tags returns the tags in the input after checking their keys.
func (c *call) tags() ([]state.Tag, error) {
	var tags []state.Tag
	for _, given := range c.in.Tags() {
		tags = append(tags, state.Tag{Key: *given.Key, Value: *given.Value})
	}
	return tags, c.checkTags(tags)
}

// checkTags checks the keys of tags (rule 23).
func (a *API) checkTags(tags []state.Tag) error {
	if !a.rules.InForce(ruleTagKeys) {
		return nil
	}
	for i, tag := range tags {
		if strings.HasPrefix(strings.ToLower(tag.Key), "aws:") {
			return badRequest(ruleTagKeys, fmt.Sprintf("The tag key '%s' must not begin with 'aws:'.", tag.Key))
		}
		if slices.ContainsFunc(tags[:i], func(other state.Tag) bool { return other.Key == tag.Key }) {
			return badRequest(ruleTagKeys, fmt.Sprintf("The tag key '%s' is given more than once.", tag.Key))
		}
	}
	return nil
}

// withTagged calls do with the key of the resource that the input's ARN identifies (rule 19).
func (c *call) withTagged(do func(state.Key) error) error {
	keys, err := c.keysOfARN(c.in.Text("resourceArn"))
	if err != nil {
		return err
	}
	for _, k := range keys[1:] {
		if _, err := c.store.Get(c.caller.Account, k); err == nil {
			return do(k)
		}
	}
	return do(keys[0])
}
