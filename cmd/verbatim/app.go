package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"

	"verbatim/analysis/pipeline"
	astore "verbatim/analysis/store"
	"verbatim/search"
	"verbatim/search/bleveindex"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
)

// app is what most commands work on: the stores, and the index where a command
// asked for it.
type app struct {
	log      *slog.Logger
	place    place
	db       *sqldb.DB
	survey   *store.Store
	analysis *astore.Store
	engine   search.Engine // nil until openIndex
	folder   string        // of the index; empty for one that is thrown away
	walked   followed      // of the pipeline that runs beside the pages
}

// openApp opens the database in p and brings its schema up to date.
func openApp(ctx context.Context, log *slog.Logger, p place) (a *app, err error) {
	if err := os.MkdirAll(p.Dir, 0o700); err != nil {
		return nil, fault.New(fault.Invalid, "The folder %s cannot be made: %v.", p.Dir, err)
	}
	a = &app{log: log, place: p}
	if a.db, err = sqldb.Open(ctx, log, p.database()); err != nil {
		return nil, err
	}
	if a.survey, err = store.New(ctx, log, a.db); err == nil {
		a.survey.Erasers, a.survey.Outside = erasers(), &store.Removals{Path: filepath.Join(p.Dir, store.RemovalsFile)}
		a.analysis, err = astore.New(ctx, log, a.db)
	}
	if err != nil {
		return nil, errors.Join(err, a.close())
	}
	return a, nil
}

// openIndex opens the index, which one process at a time can do.
func (a *app) openIndex(ctx context.Context) error {
	index, err := bleveindex.Open(ctx, a.log, a.place.index())
	if err != nil {
		return err
	}
	a.engine, a.folder = index, a.place.index()
	return nil
}

// pipeline returns the follower of the change feed. openIndex must have been
// called.
func (a *app) pipeline(progress func(done, total int)) *pipeline.Pipeline {
	return pipeline.New(a.log, pipeline.Config{Survey: a.survey, Analysis: a.analysis, Engine: a.engine, Folder: a.folder, Progress: progress})
}

func (a *app) close() error {
	var err error
	if a.engine != nil {
		err = a.engine.Close()
	}
	return errors.Join(err, a.db.Close())
}

// round finds a round by the keys of its programme and itself.
func (a *app) round(ctx context.Context, programme, round string) (survey.Programme, survey.Round, error) {
	p, err := a.survey.ProgrammeByKey(ctx, programme)
	if fault.KindOf(err) == fault.NotFound && err != nil {
		return p, survey.Round{}, fault.New(fault.NotFound, "There is no programme %q in %s. `verbatim new` sets one up, `verbatim import` brings one from a file.", programme, a.place.Dir)
	}
	if err != nil {
		return p, survey.Round{}, err
	}
	r, err := a.survey.RoundByKey(ctx, p.ID, round)
	if fault.KindOf(err) == fault.NotFound && err != nil {
		return p, r, fault.New(fault.NotFound, "Programme %q has no round %q.", programme, round)
	}
	return p, r, err
}
