-- The isolation prober: tenants of its own that attack each other, every run with what it tried, and what came of it.
-- Between deploys: a server of the version before shows canaries among the tenants until it is replaced.

ALTER TABLE tenants ADD COLUMN is_canary boolean NOT NULL DEFAULT false;
CREATE INDEX tenants_canary_idx ON tenants (strategy, created_at) WHERE is_canary;

CREATE TABLE isolation_runs (
    id           uuid PRIMARY KEY,
    state        text NOT NULL CHECK (state IN ('waiting', 'running', 'finished', 'broken_off')),
    -- For people: the name of an operator, or what made the platform run it by itself.
    wished_by    text NOT NULL,
    -- What a run is at while it runs, for people.
    stage        text NOT NULL DEFAULT '',
    -- Both count up while it runs.
    passed       integer NOT NULL DEFAULT 0,
    total        integer NOT NULL DEFAULT 0,
    created_at   timestamptz NOT NULL,
    finished_at  timestamptz
);
CREATE INDEX isolation_runs_newest_idx ON isolation_runs (created_at DESC, id DESC);
CREATE UNIQUE INDEX isolation_runs_one_open_key ON isolation_runs ((true)) WHERE state IN ('waiting', 'running');

-- Those that passed are forgotten long before those that failed; the counts of their run stay.
CREATE TABLE isolation_checks (
    run_id    uuid NOT NULL REFERENCES isolation_runs (id) ON DELETE CASCADE,
    position  integer NOT NULL,
    family    text NOT NULL CHECK (family IN ('database', 'catalogue', 'front_door', 'leaks')),
    -- Absent for what concerns the whole installation.
    strategy  text CHECK (strategy IN ('shared', 'schema', 'database', 'dedicated')),
    key       text NOT NULL,
    tried     text NOT NULL,
    expected  text NOT NULL,
    seen      text NOT NULL,
    passed    boolean NOT NULL,
    at        timestamptz NOT NULL,
    PRIMARY KEY (run_id, position)
);
CREATE INDEX isolation_checks_passed_idx ON isolation_checks (at) WHERE passed;

GRANT SELECT, INSERT, UPDATE, DELETE ON isolation_runs, isolation_checks TO tenantry_platform;
