package main

import (
	"fmt"
	"log/slog"

	"github.com/appmesh-mock/appmesh-mock/fixtures/worlds"
	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/convert"
)

// initState initializes the state of a new server from the state file or, if it does not
// exist, from the data set and the seeds. Then it injects the faults.
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
	api.MarkStart()
	for _, fault := range s.faults {
		if _, err := api.Inject(fault); err != nil {
			return err
		}
	}
	if s.faultProfile.word != "" {
		_, err = api.InjectProfile(s.faultProfile.word)
	}
	return err
}

// applySeeds applies the data set and then the seeds in order.
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
		steps, err := convert.ReadSource(seed, convert.Options{})
		if err == nil {
			err = api.Apply("", "", steps)
		}
		if err != nil {
			return fmt.Errorf("--seed: %w", err)
		}
	}
	return nil
}
