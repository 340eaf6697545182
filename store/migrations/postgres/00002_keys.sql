-- Who may use a library over HTTP, what they spent, what they changed, and which of their
-- requests were answered.

-- +goose Up
create table keys (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  name text not null,
  prefix text not null,                -- how the secret begins; finds the row
  sha256 bytea not null,               -- of the whole secret, which is not kept
  role text not null,
  rate int not null,                   -- requests in a minute, 0 for the server's limit
  budget double precision not null,    -- in a calendar month, 0 without limit
  currency text not null,
  added_at bigint not null,
  used_at bigint not null,             -- 0 when never
  revoked_at bigint not null,          -- 0 while valid
  primary key (workspace_id, id)
);
create index keys_prefix on keys (prefix);

-- What models cost, by key and calendar month (UTC).
create table spending (
  workspace_id uuid not null,
  key_id uuid not null,
  month text not null,                 -- 2006-01
  currency text not null,
  amount double precision not null,
  primary key (workspace_id, key_id, month, currency)
);

-- Answers to requests that carried an Idempotency-Key, to be given again.
create table replays (
  workspace_id uuid not null,
  caller text not null,                -- ID of the key, '' for whoever needs none
  name bytea not null,                 -- SHA-256 of the Idempotency-Key
  request bytea not null,              -- SHA-256 of method, address and body
  status int not null,                 -- 0 while it is being answered
  header text not null,                -- JSON
  body bytea not null,
  until bigint not null,               -- when it may be forgotten; while it is answered, when that is given up
  primary key (workspace_id, caller, name)
);
create index replays_until on replays (workspace_id, until);

-- Who changed what over HTTP or with keys.
create table audit (
  workspace_id uuid not null,
  id uuid not null,
  at bigint not null,
  caller text not null,                -- ID of the key, '' for whoever needs none
  name text not null,                  -- of the key at that time
  action text not null,                -- the operation, such as removeArticle
  target text not null,                -- what it was done to
  status int not null,                 -- of the answer
  request text not null,               -- ID of the request
  address text not null,               -- of the caller
  primary key (workspace_id, id)
);

-- +goose Down
drop table audit;
drop table replays;
drop table spending;
drop table keys;
