-- Jobs: what is to be written, who writes it, and what happened. This table is the queue
-- that workers take them from, too.

-- +goose Up
create table jobs (
  workspace_id blob not null,
  id blob not null,
  article_id blob not null,
  text_sha256 blob not null,          -- of the text it is to be about
  kind text not null,
  length text not null,
  lang text not null,
  engine text not null,
  state text not null,                 -- queued, running, done, failed or cancelled
  attempts integer not null,
  progress real not null,  -- 0..1
  step text not null,
  error text not null,                 -- of the last attempt
  artifact_id blob,
  cost real not null,
  currency text not null,
  asked_by text not null,              -- ID of a key, '' without
  worker text not null,                -- who has it, '' nobody
  created_at integer not null,
  run_at integer not null,              -- not before
  started_at integer not null,          -- 0 before the first attempt
  finished_at integer not null,         -- 0 before the end
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
  workspace_id blob not null,
  seq integer not null,
  job_id blob not null,
  type text not null,
  data text not null,                  -- JSON of the job as it was
  added_at integer not null,
  primary key (workspace_id, seq)
);
create index job_events_job on job_events (workspace_id, job_id, seq);

create table event_counters (
  workspace_id blob primary key references workspaces (id),
  seq integer not null                  -- of the last event
);

-- Processes that work on jobs. One that does not beat is dead.
create table workers (
  id blob primary key,
  host text not null,
  added_at integer not null,
  beat_at integer not null              -- by the clock of the database
);

-- +goose Down
drop table workers;
drop table event_counters;
drop table job_events;
drop table jobs;
