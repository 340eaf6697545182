-- The library: articles with their sources and chunks, what was written about them, and
-- what finds them. Every key starts with the workspace; times are microseconds since 1970.

-- +goose Up
create table workspaces (
  id uuid primary key,
  name text not null unique,
  added_at bigint not null
);

-- What lists and filters need of an article; the text stands in texts.
create table articles (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  text_sha256 bytea not null,
  title text not null,
  speaker text not null,                -- name
  speaker_folded text not null,         -- Simplified, as filters have it
  role text not null,
  publisher text not null,
  publisher_folded text not null,
  occasion text not null,
  date text not null,                  -- ISO 8601, to the precision known, '' when unknown
  genre text not null,
  script text not null,
  lang text not null,
  length int not null,                 -- code points
  damage text not null,                -- worst severity, '' without any
  uri text not null,
  chunks int not null,
  prints int not null,                 -- number of fingerprints
  added_at bigint not null,
  changed_at bigint not null,          -- when the text was last read anew
  primary key (workspace_id, id),
  unique (workspace_id, text_sha256)
);
create index articles_date on articles (workspace_id, date);

create table texts (
  workspace_id uuid not null,
  article_id uuid not null,
  text text not null,
  detail text not null,                -- JSON of the article without its text
  raw bytea not null,                  -- as received and decoded, DEFLATE
  terms bytea not null,                -- term frequencies, see internal/terms
  fingerprints bytea not null,         -- those in the table fingerprints
  primary key (workspace_id, article_id),
  foreign key (workspace_id, article_id) references articles (workspace_id, id) on delete cascade
);

-- Where an article was found: the same text may be published by many.
create table sources (
  workspace_id uuid not null,
  article_id uuid not null,
  uri text not null,
  sha256 bytea not null,               -- of the bytes received
  title text not null,
  publisher text not null,
  date text not null,
  detail text not null,                -- JSON of the source
  added_at bigint not null,
  primary key (workspace_id, article_id, uri, sha256),
  foreign key (workspace_id, article_id) references articles (workspace_id, id) on delete cascade
);
create index sources_sha256 on sources (workspace_id, sha256);

create table originals (
  workspace_id uuid not null,
  sha256 bytea not null,
  bytes bigint not null,
  data bytea not null,                 -- DEFLATE
  primary key (workspace_id, sha256)
);

create table chunks (
  workspace_id uuid not null,
  article_id uuid not null,
  seq int not null,
  char_from int not null,
  char_to int not null,
  path text not null,                  -- JSON array of the headings above it
  tokens int not null,
  terms tsvector not null,             -- pairs of letters made by internal/terms
  primary key (workspace_id, article_id, seq),
  foreign key (workspace_id, article_id) references articles (workspace_id, id) on delete cascade
);
create index chunks_terms on chunks using gin (terms);

create table fingerprints (
  workspace_id uuid not null,
  hash bigint not null,
  article_id uuid not null,
  primary key (workspace_id, hash, article_id)
);

-- Document frequencies of the whole workspace; a cache that can be made anew.
create table statistics (
  workspace_id uuid primary key references workspaces (id),
  upto uuid not null,                  -- articles up to this one are counted
  documents bigint not null,
  data bytea not null
);

create table artifacts (
  workspace_id uuid not null,
  article_id uuid not null,
  id uuid not null,
  kind text not null,
  length text not null,
  lang text not null,
  engine text not null,
  model text not null,
  prompt text not null,
  verdict text not null,
  text_sha256 bytea not null,          -- of the text it was written about
  content text not null,               -- JSON of the whole artifact
  added_at bigint not null,
  primary key (workspace_id, article_id, id),
  foreign key (workspace_id, article_id) references articles (workspace_id, id) on delete cascade
);

-- What models answered, by everything that decides the answer: nothing is paid twice.
create table answers (
  workspace_id uuid not null,
  key bytea not null,
  model text not null,
  data bytea not null,
  added_at bigint not null,
  primary key (workspace_id, key)
);

-- One embedding space is one pair of tables, emb_ID_chunk and emb_ID_doc.
create table spaces (
  id int primary key,
  provider text not null,
  model text not null,
  dim int not null,
  state text not null,                 -- building, active or retired
  added_at bigint not null,
  unique (provider, model, dim)
);

-- +goose Down
drop table spaces;
drop table answers;
drop table artifacts;
drop table statistics;
drop table fingerprints;
drop table chunks;
drop table originals;
drop table sources;
drop table texts;
drop table articles;
drop table workspaces;
