-- Backups that were made or tried. A row that says 'running' in a restored database is the backup that it came from.
create table platform.backup (
  id uuid primary key,
  kind text not null check (kind in ('physical', 'logical')),
  place text not null, -- folder of the whole backup, for people
  state text not null check (state in ('running', 'done', 'failed')),
  started_at timestamptz not null,
  finished_at timestamptz,
  bytes bigint,
  problem text, -- code of why it failed
  verified_at timestamptz, -- read again and found as it was written
  restored_at timestamptz -- proved by being restored from
);
create index backup_started on platform.backup (started_at desc);
