-- A search for values of one field that are probably one value written in several ways.
create table know.cleanup_search (
  id uuid primary key,
  field text not null,
  asked_at timestamptz not null,
  asked_by uuid,
  state text not null check (state in ('waiting', 'running', 'done', 'failed')),
  finished_at timestamptz,
  distinct_values int,
  clusters jsonb
);
create index cleanup_search_at on know.cleanup_search (asked_at desc);

-- Groups of values of which somebody said that they are different things.
create table know.cleanup_left (
  field text not null,
  values_key uuid not null,
  values_told jsonb not null,
  at timestamptz not null,
  by_id uuid,
  primary key (field, values_key)
);
