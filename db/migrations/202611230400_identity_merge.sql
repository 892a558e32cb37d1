-- Two customers that turned out to be one, and records that a person took out of one: what moved, so that it can be taken back.
create table clean.merge (
  id uuid primary key,
  from_id uuid not null,
  to_id uuid not null,
  at timestamptz not null,
  actor_id uuid,
  because jsonb not null,
  -- earlier ids that led to `from_id` then
  aliases uuid[] not null,
  -- strong identifiers that `from_id` held while `to_id` told them too
  held jsonb not null,
  -- the record that keeps the stricter consent of the two, where one was needed
  strict_id uuid,
  undone_at timestamptz,
  undone_by uuid
);
create index merge_to on clean.merge (to_id) where undone_at is null;
create index merge_from on clean.merge (from_id) where undone_at is null;

create table clean.merge_record (
  record_id uuid not null,
  merge_id uuid not null,
  came boolean not null, -- with `from_id`; false: it was of `to_id` before
  primary key (record_id, merge_id)
);
create index merge_record_merge on clean.merge_record (merge_id);

-- Two customers of whom somebody said that they are not one. Known by their records, whose ids outlive merging, parting and coming again.
create table clean.apart (
  id uuid primary key,
  a_id uuid not null,
  b_id uuid not null,
  at timestamptz not null,
  actor_id uuid,
  because jsonb not null,
  lifted_at timestamptz
);
create table clean.apart_record (
  record_id uuid not null,
  apart_id uuid not null,
  side smallint not null check (side in (1, 2)),
  primary key (record_id, apart_id)
);
create index apart_record_apart on clean.apart_record (apart_id);

alter table clean.history drop constraint history_what_check;
alter table clean.history add constraint history_what_check check (
  what in (
    'created', 'changed', 'moved', 'verified', 'pinned', 'unpinned', 'undone',
    'rolledBack', 'archived', 'restored', 'deleted', 'erased', 'merged', 'unmerged', 'split'
  )
);
