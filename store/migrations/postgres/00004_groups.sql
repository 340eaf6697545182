-- What a study group does together: collections with a guide over them and links to read
-- them, webhooks with their outbox, feeds. A lease says until when one process works on a
-- row; another takes it over when the process is gone.

-- +goose Up
create table collections (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  name text not null,
  note text not null,
  added_at bigint not null,
  changed_at bigint not null,
  primary key (workspace_id, id)
);

create table collection_items (
  workspace_id uuid not null,
  collection_id uuid not null,
  article_id uuid not null,
  place int not null,                  -- their order; gaps do not matter
  note text not null,
  due text not null,                   -- ISO date, '' without one
  primary key (workspace_id, collection_id, article_id),
  foreign key (workspace_id, collection_id) references collections (workspace_id, id) on delete cascade,
  foreign key (workspace_id, article_id) references articles (workspace_id, id) on delete cascade
);
create index collection_items_article on collection_items (workspace_id, article_id);

create table collection_guides (
  workspace_id uuid not null,
  collection_id uuid not null,
  id uuid not null,
  input_sha256 bytea not null,         -- of everything it was made from
  content text not null,               -- JSON
  added_at bigint not null,
  primary key (workspace_id, collection_id, id),
  foreign key (workspace_id, collection_id) references collections (workspace_id, id) on delete cascade
);

-- Guides that were asked for, one wish a collection.
create table collection_wishes (
  workspace_id uuid not null,
  collection_id uuid not null,
  state text not null,                 -- queued, done or failed
  attempts int not null,
  waiting int not null,                -- articles without a guide of their own
  error text not null,
  asked_at bigint not null,
  due_at bigint not null,
  lease uuid,
  lease_until bigint not null,
  primary key (workspace_id, collection_id),
  foreign key (workspace_id, collection_id) references collections (workspace_id, id) on delete cascade
);
create index collection_wishes_due on collection_wishes (state, due_at);

create table shares (
  workspace_id uuid not null,
  id uuid not null,
  collection_id uuid not null,
  note text not null,
  secret_sha256 bytea not null,
  expires_at bigint not null,
  revoked_at bigint not null,          -- 0 while it is good
  used_at bigint not null,             -- 0 when never
  added_at bigint not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, collection_id) references collections (workspace_id, id) on delete cascade
);
create index shares_collection on shares (workspace_id, collection_id);

create table webhooks (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  url text not null,
  events text not null,                -- parted by blanks, '' for all
  note text not null,
  secret text not null,                -- key of the signature
  active int not null,                 -- 0 or 1
  failures int not null,               -- in a row
  paused_until bigint not null,
  lease uuid,
  lease_until bigint not null,
  added_at bigint not null,
  primary key (workspace_id, id)
);

-- What happened, stored in the transaction in which it did.
create table outbox (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  type text not null,
  data text not null,                  -- JSON
  at bigint not null,
  primary key (workspace_id, id)
);

create table deliveries (
  workspace_id uuid not null,
  webhook_id uuid not null,
  id uuid not null,
  event_id uuid not null,
  state text not null,                 -- queued, delivered or dead
  attempts int not null,
  status int not null,                 -- HTTP, 0 without an answer
  error text not null,
  due_at bigint not null,
  delivered_at bigint not null,        -- 0 until then
  primary key (workspace_id, webhook_id, id),
  foreign key (workspace_id, webhook_id) references webhooks (workspace_id, id) on delete cascade,
  foreign key (workspace_id, event_id) references outbox (workspace_id, id) on delete cascade
);
create index deliveries_due on deliveries (workspace_id, webhook_id, due_at) where state = 'queued';
create index deliveries_event on deliveries (workspace_id, event_id);

create table feeds (
  workspace_id uuid not null,
  id uuid not null,
  collection_id uuid not null,
  url text not null,
  title text not null,
  active int not null,                 -- 0 or 1
  every int not null,                  -- minutes
  backfill int not null,
  etag text not null,
  modified text not null,              -- Last-Modified, as the server wrote it
  failures int not null,               -- in a row
  error text not null,
  checked_at bigint not null,          -- 0 when never
  due_at bigint not null,
  lease uuid,
  lease_until bigint not null,
  added_at bigint not null,
  primary key (workspace_id, id),
  unique (workspace_id, collection_id, url),
  foreign key (workspace_id, collection_id) references collections (workspace_id, id) on delete cascade
);
create index feeds_due on feeds (due_at) where active = 1;

create table feed_items (
  workspace_id uuid not null,
  feed_id uuid not null,
  sha256 bytea not null,               -- of the address
  id uuid not null,                    -- tells the order of arrival
  uri text not null,
  title text not null,
  state text not null,
  article_id uuid,
  reprint_of uuid,
  attempts int not null,
  error text not null,
  seen_at bigint not null,
  primary key (workspace_id, feed_id, sha256),
  foreign key (workspace_id, feed_id) references feeds (workspace_id, id) on delete cascade
);
create index feed_items_order on feed_items (workspace_id, feed_id, id);

-- +goose Down
drop table feed_items;
drop table feeds;
drop table deliveries;
drop table outbox;
drop table webhooks;
drop table shares;
drop table collection_wishes;
drop table collection_guides;
drop table collection_items;
drop table collections;
