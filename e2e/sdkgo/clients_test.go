package sdkgo

import (
	"context"
	"fmt"
	"os"
	"reflect"
	"sync"
	"testing"

	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/service/appmesh"
	"github.com/aws/aws-sdk-go-v2/service/appmesh/types"
	awsv1 "github.com/aws/aws-sdk-go/aws"
	credentialsv1 "github.com/aws/aws-sdk-go/aws/credentials"
	sessionv1 "github.com/aws/aws-sdk-go/aws/session"
	appmeshv1 "github.com/aws/aws-sdk-go/service/appmesh"
	"github.com/aws/smithy-go/middleware"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
)

func TestMain(m *testing.M) { os.Exit(harness.Main(m)) }

// newClient returns a client of aws-sdk-go-v2 for a target. It does not retry.
func newClient(target harness.Target, changes ...func(*appmesh.Options)) *appmesh.Client {
	return appmesh.NewFromConfig(harness.Config(target), changes...)
}

// newClientV1 returns a client of aws-sdk-go for a target. It does not retry.
func newClientV1(target harness.Target, changes ...func(*awsv1.Config)) *appmeshv1.AppMesh {
	config := &awsv1.Config{
		Endpoint:    &target.URL,
		Region:      &target.Region,
		Credentials: credentialsv1.NewStaticCredentials(target.Account, harness.Secret, ""),
		MaxRetries:  awsv1.Int(0),
		HTTPClient:  harness.HTTPClient(harness.Transport()),
	}
	for _, change := range changes {
		change(config)
	}
	return appmeshv1.New(session(), config)
}

// session is created once: if AWS_CA_BUNDLE is set, creating one changes http.DefaultTransport.
var session = sync.OnceValue(func() *sessionv1.Session {
	return sessionv1.Must(
		sessionv1.NewSessionWithOptions(sessionv1.Options{SharedConfigState: sessionv1.SharedConfigDisable}))
})

// fields are the members of a request by their names in both SDKs.
type fields map[string]any

// with returns the fields with one more.
func (f fields) with(name string, value any) fields {
	both := fields{name: value}
	for n, v := range f {
		if n != name {
			both[n] = v
		}
	}
	return both
}

// fill sets the members that the request has. Strings are converted to pointers.
func (f fields) fill(request reflect.Value) {
	for name, value := range f {
		member := request.FieldByName(name)
		if !member.IsValid() || value == nil {
			continue
		}
		v := reflect.ValueOf(value)
		if member.Kind() == reflect.Pointer && v.Kind() != reflect.Pointer {
			p := reflect.New(member.Type().Elem())
			p.Elem().Set(v.Convert(p.Elem().Type()))
			v = p
		}
		member.Set(v)
	}
}

// sdk calls the operations of one generation of the SDK by name, so that one table of kinds tests
// all 38 in both.
type sdk struct {
	name  string
	call  func(ctx context.Context, operation string, in fields) (reflect.Value, error)
	specs func(t *testing.T, k kind) []any
	tags  func(pairs ...string) any
}

// v2 calls a client of aws-sdk-go-v2.
func v2(client *appmesh.Client) sdk {
	return sdk{
		name: "v2",
		call: func(ctx context.Context, operation string, in fields) (reflect.Value, error) {
			method := reflect.ValueOf(client).MethodByName(operation)
			request := reflect.New(method.Type().In(1).Elem())
			in.fill(request.Elem())
			return results(method.Call([]reflect.Value{reflect.ValueOf(ctx), request}))
		},
		specs: func(_ *testing.T, k kind) []any { return k.specs },
		tags: func(pairs ...string) any {
			tags := []types.TagRef{}
			for i := 0; i < len(pairs); i += 2 {
				tags = append(tags, types.TagRef{Key: &pairs[i], Value: &pairs[i+1]})
			}
			return tags
		},
	}
}

// v1 calls a client of aws-sdk-go.
func v1(client *appmeshv1.AppMesh) sdk {
	return sdk{
		name: "v1",
		call: func(ctx context.Context, operation string, in fields) (reflect.Value, error) {
			method := reflect.ValueOf(client).MethodByName(operation + "WithContext")
			request := reflect.New(method.Type().In(1).Elem())
			if keys, ok := in["TagKeys"].([]string); ok {
				in = in.with("TagKeys", awsv1.StringSlice(keys))
			}
			in.fill(request.Elem())
			return results(method.Call([]reflect.Value{reflect.ValueOf(ctx), request}))
		},
		specs: specsV1,
		tags: func(pairs ...string) any {
			tags := []*appmeshv1.TagRef{}
			for i := 0; i < len(pairs); i += 2 {
				tags = append(tags, &appmeshv1.TagRef{Key: &pairs[i], Value: &pairs[i+1]})
			}
			return tags
		},
	}
}

func results(results []reflect.Value) (reflect.Value, error) {
	err, _ := results[1].Interface().(error)
	return results[0].Elem(), err
}

// must calls an operation that must succeed.
func (s sdk) must(t *testing.T, operation string, in fields) reflect.Value {
	t.Helper()
	out, err := s.call(t.Context(), operation, in)
	if err != nil {
		t.Fatalf("%s(%v): %v", operation, in, err)
	}
	return out
}

// get returns a member at any depth. It follows pointers and returns nil if one is nil.
func get(v reflect.Value, path ...string) any {
	for _, name := range append(path, "") {
		for v.Kind() == reflect.Pointer {
			if v.IsNil() {
				return nil
			}
			v = v.Elem()
		}
		if name != "" {
			if v = v.FieldByName(name); !v.IsValid() {
				panic(fmt.Sprintf("no member %s in %v", name, path))
			}
		}
	}
	if v.Kind() == reflect.String {
		return v.String()
	}
	return v.Interface()
}

// ledger records the operations that succeeded.
type ledger struct {
	mu     sync.Mutex
	called map[string]bool
}

func (l *ledger) note(operation string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.called == nil {
		l.called = map[string]bool{}
	}
	l.called[operation] = true
}

// watch adds a middleware to the SDK that records its successful operations in the ledger.
func (l *ledger) watch(o *appmesh.Options) {
	note := middleware.InitializeMiddlewareFunc("Ledger", func(
		ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler,
	) (out middleware.InitializeOutput, m middleware.Metadata, err error) {
		if out, m, err = next.HandleInitialize(ctx, in); err == nil {
			l.note(awsmiddleware.GetOperationName(ctx))
		}
		return out, m, err
	})
	o.APIOptions = append(o.APIOptions, func(stack *middleware.Stack) error {
		return stack.Initialize.Add(note, middleware.After)
	})
}

// missing returns the operations of the client that are not in the ledger.
func (l *ledger) missing() (missing []string, all int) {
	client := reflect.TypeFor[*appmesh.Client]()
	for i := range client.NumMethod() {
		method := client.Method(i)
		if method.Name == "Options" {
			continue
		}
		all++
		if !l.called[method.Name] {
			missing = append(missing, method.Name)
		}
	}
	return missing, all
}
