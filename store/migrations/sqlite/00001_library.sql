-- The library: articles with their sources and chunks, what was written about them, and
-- what finds them. Every key starts with the workspace; times are microseconds since 1970.

-- +goose Up
create table workspaces (
  id blob primary key,
  name text not null unique,
  added_at integer not null
);

-- What lists and filters need of an article; the text stands in texts.
create table articles (
  workspace_id blob not null references workspaces (id),
  id blob not null,
  text_sha256 blob not null,
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
  length integer not null,                 -- code points
  damage text not null,                -- worst severity, '' without any
  uri text not null,
  chunks integer not null,
  prints integer not null,                 -- number of fingerprints
  added_at integer not null,
  changed_at integer not null,          -- when the text was last read anew
  primary key (workspace_id, id),
  unique (workspace_id, text_sha256)
);
create index articles_date on articles (workspace_id, date);

create table texts (
  workspace_id blob not null,
  article_id blob not null,
  text text not null,
  detail text not null,                -- JSON of the article without its text
  raw blob not null,                  -- as received and decoded, DEFLATE
  terms blob not null,                -- term frequencies, see internal/terms
  fingerprints blob not null,         -- those in the table fingerprints
  primary key (workspace_id, article_id),
  foreign key (workspace_id, article_id) references articles (workspace_id, id) on delete cascade
);

-- Where an article was found: the same text may be published by many.
create table sources (
  workspace_id blob not null,
  article_id blob not null,
  uri text not null,
  sha256 blob not null,               -- of the bytes received
  title text not null,
  publisher text not null,
  date text not null,
  detail text not null,                -- JSON of the source
  added_at integer not null,
  primary key (workspace_id, article_id, uri, sha256),
  foreign key (workspace_id, article_id) references articles (workspace_id, id) on delete cascade
);
create index sources_sha256 on sources (workspace_id, sha256);

create table originals (
  workspace_id blob not null,
  sha256 blob not null,
  bytes integer not null,
  data blob not null,                 -- DEFLATE
  primary key (workspace_id, sha256)
);

create table chunks (
  workspace_id blob not null,
  article_id blob not null,
  seq integer not null,
  char_from integer not null,
  char_to integer not null,
  path text not null,                  -- JSON array of the headings above it
  tokens integer not null,
  ref integer primary key,             -- row of chunk_terms
  unique (workspace_id, article_id, seq),
  foreign key (workspace_id, article_id) references articles (workspace_id, id) on delete cascade
);
-- The words of chunks: pairs of letters made by internal/terms. The text itself is not
-- kept twice.
create virtual table chunk_terms using fts5 (terms, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0');
-- +goose StatementBegin
create trigger chunks_deleted after delete on chunks begin
  delete from chunk_terms where rowid = old.ref;
end;
-- +goose StatementEnd

create table fingerprints (
  workspace_id blob not null,
  hash integer not null,
  article_id blob not null,
  primary key (workspace_id, hash, article_id)
) without rowid;

-- Document frequencies of the whole workspace; a cache that can be made anew.
create table statistics (
  workspace_id blob primary key references workspaces (id),
  upto blob not null,                  -- articles up to this one are counted
  documents integer not null,
  data blob not null
);

create table artifacts (
  workspace_id blob not null,
  article_id blob not null,
  id blob not null,
  kind text not null,
  length text not null,
  lang text not null,
  engine text not null,
  model text not null,
  prompt text not null,
  verdict text not null,
  text_sha256 blob not null,          -- of the text it was written about
  content text not null,               -- JSON of the whole artifact
  added_at integer not null,
  primary key (workspace_id, article_id, id),
  foreign key (workspace_id, article_id) references articles (workspace_id, id) on delete cascade
);

-- What models answered, by everything that decides the answer: nothing is paid twice.
create table answers (
  workspace_id blob not null,
  key blob not null,
  model text not null,
  data blob not null,
  added_at integer not null,
  primary key (workspace_id, key)
);

-- One embedding space is one pair of tables, emb_ID_chunk and emb_ID_doc.
create table spaces (
  id integer primary key,
  provider text not null,
  model text not null,
  dim integer not null,
  state text not null,                 -- building, active or retired
  added_at integer not null,
  unique (provider, model, dim)
);

-- +goose Down
drop table spaces;
drop table answers;
drop table artifacts;
drop table statistics;
drop table fingerprints;
drop table chunk_terms;
drop table chunks;
drop table originals;
drop table sources;
drop table texts;
drop table articles;
drop table workspaces;
