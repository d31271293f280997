package envoy

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
)

// accessLog returns the access log of listeners, or nil if Envoy would refuse it.
func (t *translator) accessLog(ref string, file *model.FileAccessLog) []object {
	o := object{"path": text(file.Path)}
	if f := file.Format; f != nil {
		format, err := logFormat(f)
		if err != nil {
			t.omit(ref, "the access log: "+err.Error())
			return nil
		}
		if format != nil {
			o["log_format"] = format
		}
	}
	return []object{extension("envoy.access_loggers.file", "extensions.access_loggers.file.v3.FileAccessLog", o)}
}

func logFormat(f *model.LoggingFormat) (object, error) {
	if f.Text != nil {
		line := *f.Text
		if !strings.HasSuffix(line, "\n") {
			line += "\n" // rule 102
		}
		return object{"text_format_source": object{"inline_string": line}}, checkFormat(line)
	}
	if f.Json == nil {
		return nil, nil
	}
	members := object{}
	for _, pair := range f.Json {
		if err := checkFormat(text(pair.Value)); err != nil {
			return nil, err
		}
		members[text(pair.Key)] = text(pair.Value)
	}
	return object{"json_format": members}, nil
}

// command matches an operator in a format of Envoy: %NAME(ARGUMENT):LENGTH%.
var command = regexp.MustCompile(`^%([A-Z0-9_]+)(\([^)]*\))?(:[0-9]+)?%`)

// checkFormat returns an error if Envoy would refuse a format.
func checkFormat(format string) error {
	for rest := format; ; {
		at := strings.IndexByte(rest, '%')
		if at < 0 {
			return nil
		}
		if rest = rest[at:]; strings.HasPrefix(rest, "%%") {
			rest = rest[2:]
			continue
		}
		m := command.FindStringSubmatch(rest)
		if m == nil {
			return fmt.Errorf("%q has a %% that begins no operator of Envoy", format)
		}
		takes, known := operators[m[1]]
		if !known || takes == noArgument && m[2] != "" || takes == argument && m[2] == "" {
			return fmt.Errorf("%q is not an operator of Envoy", m[0])
		}
		rest = rest[len(m[0]):]
	}
}
