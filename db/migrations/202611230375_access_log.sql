-- Who looked at whom: a row for a person looked at, a row for a page or file of many. `at` is the minute; `times` counts looks within it.
-- `id` is a hash of all that tells one row from another, so that a look of the same minute adds to its row.
create table know.access (
  customer_id uuid not null,
  at timestamptz not null,
  id uuid not null,
  actor_id uuid not null,
  token_id uuid,
  way text not null,
  times int not null check (times > 0),
  primary key (customer_id, at, id)
);
create index access_newest on know.access (at, id);
create index access_of_actor on know.access (actor_id, at, id);

create table know.access_many (
  id uuid primary key,
  at timestamptz not null,
  actor_id uuid not null,
  token_id uuid,
  way text not null,
  rows int not null,
  question jsonb not null,
  export_id uuid,
  times int not null check (times > 0)
);
create index access_many_newest on know.access_many (at, id);
create index access_many_of_actor on know.access_many (actor_id, at, id);
