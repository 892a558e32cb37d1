-- Web hooks in: addresses that shops and programs call when something happens there.
create table collect.hook (
  id uuid primary key,
  key text not null unique, -- 128 random bits: the last part of its address
  source_id uuid not null references collect.source,
  name text not null,
  preset text not null check (preset in ('shopify', 'woocommerce', 'own')),
  scheme text not null check (scheme in ('standard', 'shopify', 'woocommerce', 'stripe', 'token')),
  header text, -- where the signature or the token stands, where the scheme leaves that open
  secret bytea not null, -- sealed (platform/vault)
  currency text not null, -- of amounts that name none
  parts jsonb, -- what its payloads mean; null = not said yet: deliveries wait
  version int not null,
  created_at timestamptz not null,
  created_by uuid,
  ended_at timestamptz,
  last_at timestamptz, -- when something came last
  refused int not null, -- deliveries refused for their signature since the last good one
  refused_at timestamptz
);
create index hook_source on collect.hook (source_id);

create table collect.hook_delivery (
  hook_id uuid not null references collect.hook,
  delivery_id uuid not null, -- of the sender's id, or of the body: the same again is the same row
  turn uuid not null, -- UUIDv7, the order of arrival
  received_at timestamptz not null,
  topic text,
  state text not null check (state in ('waiting', 'applied', 'faulty', 'older', 'same', 'ignored')),
  payload bytea, -- as it came, until it is applied
  faults jsonb not null, -- fields and codes of values left out; never what was written
  primary key (hook_id, delivery_id)
);
create index hook_delivery_waiting on collect.hook_delivery (hook_id, turn) where state = 'waiting';
create index hook_delivery_open on collect.hook_delivery (turn) where state = 'waiting';
create index hook_delivery_turn on collect.hook_delivery (hook_id, turn);
create index hook_delivery_received on collect.hook_delivery (received_at);

-- The latest word of each record: what is older than it has no effect, in whatever order it comes.
create table collect.hook_told (
  source_id uuid not null,
  record_id uuid not null, -- hash of kind and key
  fullness int not null, -- 0 = told on the way of something else, such as the customer within an order
  at timestamptz not null,
  content uuid not null, -- of two words of one moment the larger one holds
  primary key (source_id, record_id)
);
