package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/fixtures/worlds"
	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/convert"
)

// initState gives a new server its state: that of the state file or, if there is none, the
// world and the seeds. Then it injects the faults.
func initState(s *settings, api *server.Server, file *stateFile, logger *slog.Logger) error {
	loaded, err := file.load()
	if err != nil {
		return err
	}
	switch seeded := s.world.word != "" || len(s.seeds) > 0; {
	case loaded && seeded:
		logger.Info("the state file exists: --world and --seed are ignored", "file", file.path)
	case !loaded:
		if err := applySeeds(s, api); err != nil {
			return err
		}
	}
	for _, fault := range s.faults {
		if _, _, err := api.Inject(fault); err != nil {
			return err
		}
	}
	if s.faultProfile.word != "" {
		_, err = api.InjectProfile(s.faultProfile.word)
	}
	return err
}

// applySeeds applies the world, then the seeds in their order.
func applySeeds(s *settings, api *server.Server) error {
	if s.world.word != "" {
		steps, err := worlds.Steps(s.world.word)
		if err == nil {
			err = api.Apply("", "", steps)
		}
		if err != nil {
			return fmt.Errorf("--world %s: %w", s.world.word, err)
		}
	}
	for _, seed := range s.seeds {
		steps, err := readSeed(seed)
		if err == nil {
			err = api.Apply("", "", steps)
		}
		if err != nil {
			return fmt.Errorf("--seed: %w", err)
		}
	}
	return nil
}

// isInline reports whether a value of --seed is a document itself, and no path.
func isInline(seed string) bool {
	seed = strings.TrimSpace(seed)
	return strings.HasPrefix(seed, "[") || strings.HasPrefix(seed, "{")
}

// readSeed reads a seed from a path, or from the value of the flag itself.
func readSeed(seed string) ([]server.Step, error) {
	if !isInline(seed) {
		return worlds.ReadSeedPath(seed)
	}
	data := []byte(seed)
	// JSON may be indented with tabs, which YAML forbids.
	if compact := (bytes.Buffer{}); json.Compact(&compact, data) == nil {
		data = compact.Bytes()
	}
	result, err := convert.Read([]server.SeedFile{{Name: "inline seed", Data: data}}, convert.Options{})
	return result.Steps, err
}
