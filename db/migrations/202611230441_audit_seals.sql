-- A leaf seals one entry of the history, or tells that the sealed entry of somebody erased is gone.
-- The commitment is sha256(salt, content): without its salt it tells nothing of the entry, and the chain stays whole.
create table clean.history_leaf (
  seal int not null,
  shard smallint not null,
  n int not null,
  kind text not null check (kind in ('entry', 'removal')),
  entry_id uuid,
  salt bytea,
  commitment bytea not null,
  primary key (seal, shard, n)
);
create index history_leaf_entry on clean.history_leaf (entry_id) where entry_id is not null;

-- The head of each shard after a seal; `until` is the moment before which everything is sealed.
create table clean.history_seal (
  seal int not null,
  shard smallint not null,
  at timestamptz not null,
  until timestamptz not null,
  leaves int not null,
  late int not null,
  head bytea not null,
  primary key (seal, shard)
);

-- Which leaves lost their entry and salt by an erasure; `told_in` is the seal that tells it.
create table clean.history_removed (
  seal int not null,
  shard smallint not null,
  n int not null,
  erasure_id uuid not null,
  at timestamptz not null,
  told_in int,
  primary key (seal, shard, n)
);

create table clean.history_check (
  id uuid primary key,
  asked_at timestamptz not null,
  asked_by uuid,
  state text not null check (state in ('waiting', 'running', 'done', 'failed')),
  done int not null,
  total int,
  finished_at timestamptz,
  verdict jsonb
);
