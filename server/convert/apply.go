package convert

import (
	"context"
	"errors"
	"fmt"

	"github.com/appmesh-mock/appmesh-mock/server"
)

// AtomicDoer is a Doer that can run steps atomically: all take effect or none.
type AtomicDoer interface {
	Doer
	DoAll(ctx context.Context, steps []server.Step) error
}

// ApplyOptions configures Apply.
type ApplyOptions struct {
	// Atomic applies all changes or none. The doer must be an AtomicDoer.
	Atomic bool
	// Progress, if it is not nil, is called after each change that was applied, and with Atomic
	// once at the end.
	Progress func(done, total int)
}

// Apply runs the operations of the plan and returns the number of applied changes, including
// unchanged resources. It stops when the context ends or at the first change that App Mesh
// refuses; the error contains the file and the operation. A refused update is tried again
// after all other changes, because it may depend on them: a listener can be removed only
// after the routes for its port. Without Atomic, the changes before an error remain.
func (p *Plan) Apply(ctx context.Context, doer Doer, options ApplyOptions) (int, error) {
	total := len(p.Changes)
	progress := options.Progress
	if progress == nil {
		progress = func(int, int) {}
	}
	if options.Atomic {
		atomic, ok := doer.(AtomicDoer)
		if !ok {
			return 0, errors.New("the server cannot apply several changes as one")
		}
		if err := atomic.DoAll(ctx, p.Steps()); err != nil {
			return 0, err
		}
		progress(total, total)
		return total, nil
	}
	done := 0
	var again []Change
	for _, change := range p.Changes {
		err := run(ctx, doer, change)
		refusal := (*server.Error)(nil)
		if err != nil && change.Action == Update && errors.As(err, &refusal) {
			again = append(again, change)
			continue
		}
		if err != nil {
			return done, err
		}
		done++
		progress(done, total)
	}
	for _, change := range again {
		if err := run(ctx, doer, change); err != nil {
			return done, err
		}
		done++
		progress(done, total)
	}
	return done, nil
}

// run runs the operations of a change.
func run(ctx context.Context, doer Doer, change Change) error {
	for _, step := range change.Steps {
		if err := ctx.Err(); err != nil {
			return err
		}
		if _, err := doer.Do(ctx, step.Operation, step.Input); err != nil {
			return fmt.Errorf("%s: %s: %w", step.From, step.Operation, err)
		}
	}
	return nil
}
