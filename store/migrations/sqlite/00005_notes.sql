-- What the people of a study group write beside words of an article. The anchor is as it
-- was made: where the words stand by now is found on reading.

-- +goose Up
create table notes (
  workspace_id blob not null,
  id blob not null,
  collection_id blob not null,
  article_id blob not null,
  author text not null,                -- in free words, '' without
  body text not null,
  start_at integer not null,           -- code points of the text it was made on
  end_at integer not null,
  quote text not null,
  prefix text not null,
  suffix text not null,
  text_sha256 blob not null,           -- of the text it was made on
  added_at integer not null,
  changed_at integer not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, collection_id) references collections (workspace_id, id) on delete cascade,
  foreign key (workspace_id, article_id) references articles (workspace_id, id) on delete cascade
);
create index notes_collection on notes (workspace_id, collection_id, article_id);
create index notes_article on notes (workspace_id, article_id);

-- +goose Down
drop table notes;
