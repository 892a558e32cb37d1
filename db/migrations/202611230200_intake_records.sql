-- One door: whatever anybody tells us of a customer is a source record first.
create schema if not exists collect;

create table collect.source (
  id uuid primary key,
  name text not null,
  name_key text not null unique,
  -- 90 the customer said so, 70 staff, 50 bookkeeping, 40 shop, 30 newsletter tool, 10 bought or scraped list
  trust smallint not null check (trust between 0 and 100),
  -- its customers come in files of their own: an unknown customer id waits for them instead of making a nameless customer
  has_customers boolean not null default false,
  created_at timestamptz not null
);

create table collect.record (
  id uuid primary key, -- UUIDv8 of source, kind and key: the natural key is the id
  source_id uuid not null,
  kind text not null,
  key text not null,
  hash uuid not null, -- of the mapped content: the same content again is no change
  version int not null,
  -- the customer record through which this one belongs to its customer; its own id for customer records; null = nobody known
  identity_id uuid,
  state text not null check (state in ('live', 'unassigned', 'waiting')),
  observed_at timestamptz,
  import_id uuid,
  file_no smallint,
  line_no int,
  received_at timestamptz not null,
  payload bytea not null -- as it came: NUL and broken text included
);

create table collect.record_past (
  record_id uuid not null,
  version int not null,
  hash uuid not null,
  identity_id uuid,
  observed_at timestamptz,
  import_id uuid,
  file_no smallint,
  line_no int,
  received_at timestamptz not null,
  payload bytea not null,
  primary key (record_id, version)
);

-- Children that came before their parents, normalised and ready to be taken in when the parent comes.
create table collect.waiting (
  record_id uuid primary key,
  waits_for uuid not null,
  item jsonb not null,
  since timestamptz not null
);
create index waiting_waits_for on collect.waiting (waits_for);
