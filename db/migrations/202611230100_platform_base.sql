create schema if not exists platform;

-- The first answer of each POST that came with an Idempotency-Key, kept 48 hours.
create table platform.idempotency (
  actor_id uuid not null,
  key text not null,
  request_hash bytea not null,
  at timestamptz not null,
  status smallint, -- null only inside the transaction that carries the request out
  answer text, -- null: nothing to say, or it held a secret
  primary key (actor_id, key)
);
create index idempotency_at on platform.idempotency (at);

-- Tries within a window, by a hash of what is limited: an address, an account.
create table platform.rate_limit (
  key bytea primary key,
  since timestamptz not null,
  count int not null
);
create index rate_limit_since on platform.rate_limit (since);

-- Effects on the outside, written in the transaction that caused them.
create table platform.outbox (
  id uuid primary key,
  topic text not null,
  key text not null unique, -- one effect has one key: a second put of it is the same effect
  payload jsonb not null,
  at timestamptz not null,
  state text not null check (state in ('pending', 'sent', 'unknown', 'dead')),
  available_at timestamptz not null,
  attempts int not null,
  lease_until timestamptz,
  fence bigint not null, -- grows with each claim: only the latest claimer may settle
  last_error text
);
create index outbox_due on platform.outbox (topic, available_at) where state = 'pending';
