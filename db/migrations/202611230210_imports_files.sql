create table collect.source_mapping (
  source_id uuid not null references collect.source,
  layout text not null, -- fingerprint of the header
  mapping jsonb not null,
  saved_at timestamptz not null,
  primary key (source_id, layout)
);

create table collect.import (
  id uuid primary key,
  source_id uuid not null references collect.source,
  state text not null check (state in ('planned', 'queued', 'running', 'finished', 'failed', 'cancelled')),
  dry_run boolean not null default false,
  currency text not null,
  started_by uuid,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  cancel_asked boolean not null default false,
  phase text, -- reading, figures
  faults jsonb not null default '{}', -- fault code -> count, values left out of rows that entered
  flags jsonb not null default '{}', -- what the buckets cannot say, e.g. exact duplicates among unassigned lines
  problem jsonb -- why it failed: code, because, next
);
create index import_created on collect.import (created_at desc, id);

create table collect.import_file (
  import_id uuid not null references collect.import,
  file_no smallint not null,
  name text not null,
  path text not null, -- where the file is kept while the import runs
  bytes bigint not null,
  format jsonb not null,
  mapping jsonb, -- null: ignored whole
  ignore_because text,
  notes jsonb not null default '[]',
  done_lines int not null default 0, -- committed so far: where a resumed import goes on
  lines int, -- data lines in all, known when read to the end
  counts jsonb not null default '{}', -- bucket -> lines
  primary key (import_id, file_no)
);

create table collect.import_line (
  import_id uuid not null,
  bucket text not null,
  file_no smallint not null,
  line_no int not null,
  record_id uuid,
  faults jsonb, -- what was wrong, value by value
  cells bytea, -- what was written as JSON, where no record keeps it (quarantined and ignored lines)
  primary key (import_id, bucket, file_no, line_no)
);
