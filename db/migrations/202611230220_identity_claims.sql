create schema if not exists clean;

create table clean.link (
  record_id uuid primary key,
  customer_id uuid not null,
  since timestamptz not null
);
create index link_customer on clean.link (customer_id);

-- What one source record says of one customer, normalised. Golden values are a function of these rows and the sources' trust.
create table clean.claim (
  customer_id uuid not null,
  origin_id uuid not null, -- the source record
  source_id uuid not null,
  observed_at timestamptz not null,
  normaliser smallint not null,
  said jsonb not null,
  primary key (customer_id, origin_id)
);

create table clean.identifier (
  kind text collate "C" not null,
  value text collate "C" not null,
  customer_id uuid not null,
  strong boolean not null,
  primary key (kind, value, customer_id)
);
create unique index identifier_strong on clean.identifier (kind, value) where strong;
-- telephone numbers are looked up by their last digits
create index identifier_phone_tail on clean.identifier (reverse(value) collate "C") where kind = 'phone';

create table clean.alias (
  old_id uuid primary key,
  customer_id uuid not null,
  at timestamptz not null
);

-- One entry per customer and source record (not per field): who, when, from what source, old -> new.
create table clean.history (
  customer_id uuid not null,
  at timestamptz not null,
  id uuid not null,
  what text not null check (what in ('created', 'changed', 'moved')),
  actor_id uuid,
  source_id uuid,
  origin_id uuid not null,
  changes jsonb, -- field -> [old, new]; null for a creation: its claim says it
  primary key (customer_id, at, id)
);
