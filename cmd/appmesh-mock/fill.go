package main

import (
	"fmt"
	"log/slog"

	"github.com/appmesh-mock/appmesh-mock/fixtures/worlds"
	"github.com/appmesh-mock/appmesh-mock/server"
)

// fill fills a server that nobody has asked yet: with the state that was saved, or else with
// the world and the seeds. Then it puts the faults in place.
func fill(s *settings, api *server.Server, kept *keeper, logger *slog.Logger) error {
	loaded, err := kept.load()
	if err != nil {
		return err
	}
	if seeds := s.world.word != "" || len(s.seeds) > 0; loaded && seeds {
		logger.Info("the state file is there, so the world and the seeds are left out", "file", s.stateFile)
	} else if err := sow(s, api); err != nil {
		return err
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

// sow applies the world, then the seeds in their order.
func sow(s *settings, api *server.Server) error {
	if s.world.word != "" {
		steps, err := worlds.Steps(s.world.word)
		if err == nil {
			err = api.Apply("", "", steps)
		}
		if err != nil {
			return fmt.Errorf("the world cannot be made: %w", err)
		}
	}
	for _, path := range s.seeds {
		steps, err := worlds.ReadSeedPath(path)
		if err == nil {
			err = api.Apply("", "", steps)
		}
		if err != nil {
			return fmt.Errorf("the seed fails: %w", err)
		}
	}
	return nil
}
