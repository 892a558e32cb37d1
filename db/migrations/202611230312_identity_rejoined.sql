-- A customer that turned out by a strong identifier to be another known one: which version of which record told it, so that it can be undone.
create table clean.rejoined (
  record_id uuid not null,
  version int not null,
  from_id uuid not null,
  to_id uuid not null,
  at timestamptz not null,
  primary key (record_id, version)
);
