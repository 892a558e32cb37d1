-- Views that people keep of a list, and which exports were made by whom.
create table know.view (
  id uuid primary key,
  list text not null check (list in ('customers', 'products', 'purchases', 'interactions')),
  name text not null,
  columns jsonb not null,
  sort jsonb,
  conditions jsonb,
  owner_id uuid not null,
  shared boolean not null,
  version int not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index view_of_list on know.view (list, name);

create table know.export (
  id uuid primary key,
  list text not null check (list in ('customers', 'products', 'purchases', 'interactions')),
  format text not null check (format in ('csv', 'xlsx', 'ndjson')),
  asked jsonb not null,
  actor_id uuid not null,
  asked_at timestamptz not null,
  fetched_at timestamptz,
  rows int,
  constraint export_rows check (rows is null or fetched_at is not null)
);
