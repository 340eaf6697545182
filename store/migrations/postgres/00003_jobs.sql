-- Jobs: what is to be written, who writes it, and what happened. The queue that hands them
-- to workers has tables of its own, which its library brings along.

-- +goose Up
create table jobs (
  workspace_id uuid not null,
  id uuid not null,
  article_id uuid not null,
  text_sha256 bytea not null,          -- of the text it is to be about
  kind text not null,
  length text not null,
  lang text not null,
  engine text not null,
  state text not null,                 -- queued, running, done, failed or cancelled
  attempts int not null,
  progress double precision not null,  -- 0..1
  step text not null,
  error text not null,                 -- of the last attempt
  artifact_id uuid,
  cost double precision not null,
  currency text not null,
  asked_by text not null,              -- ID of a key, '' without
  worker text not null,                -- who has it, '' nobody
  created_at bigint not null,
  run_at bigint not null,              -- not before
  started_at bigint not null,          -- 0 before the first attempt
  finished_at bigint not null,         -- 0 before the end
  primary key (workspace_id, id),
  foreign key (workspace_id, article_id) references articles (workspace_id, id) on delete cascade
);
-- The same wish about the same text makes one job, unless the one before was in vain.
create unique index jobs_wish on jobs (workspace_id, article_id, text_sha256, kind, length, lang, engine)
  where state in ('queued', 'running', 'done');
create index jobs_article on jobs (workspace_id, article_id);
create index jobs_waiting on jobs (engine, run_at) where state = 'queued';
create index jobs_worker on jobs (worker) where state = 'running';

-- What happened to jobs, numbered in each workspace in the order of becoming visible.
create table job_events (
  workspace_id uuid not null,
  seq bigint not null,
  job_id uuid not null,
  type text not null,
  data text not null,                  -- JSON of the job as it was
  added_at bigint not null,
  primary key (workspace_id, seq)
);
create index job_events_job on job_events (workspace_id, job_id, seq);

create table event_counters (
  workspace_id uuid primary key references workspaces (id),
  seq bigint not null                  -- of the last event
);

-- Processes that work on jobs. One that does not beat is dead.
create table workers (
  id uuid primary key,
  host text not null,
  added_at bigint not null,
  beat_at bigint not null              -- by the clock of the database
);

-- +goose Down
drop table workers;
drop table event_counters;
drop table job_events;
drop table jobs;
