-- Systems that are told of changes (DESIGN, invariant 7). What they are reached with is encrypted by the program; `target` holds nothing secret.
create table clean.system (
  id uuid primary key,
  name text not null,
  way text not null check (way in ('hook', 'folder', 'sftp', 'pull', 'person')),
  state text not null default 'active' check (state in ('active', 'paused', 'removed')),
  target jsonb not null,
  secret bytea,
  -- our field, its name there; what is not listed is never sent
  mapping jsonb not null,
  sends_protected boolean not null default false,
  -- the source whose records are this system's own
  source_id uuid,
  schedule jsonb,
  limit_hours int not null check (limit_hours > 0),
  responsible_id uuid not null,
  -- the token that pulls
  token_id uuid,
  version int not null default 1,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  -- nothing is tried before this moment: it did not answer
  held_until timestamptz,
  failures int not null default 0,
  last_error text,
  last_error_at timestamptz,
  last_ack_at timestamptz,
  next_file_at timestamptz,
  file_no int not null default 0,
  feed_no bigint not null default 0,
  lease_until timestamptz,
  fence int not null default 0,
  -- telling of everybody goes on after this customer
  sending_all uuid
);
create index system_of_token on clean.system (token_id) where token_id is not null;

-- What one system knows of one customer. The row is the outbox: written with the change, leased, fenced, and settled.
create table clean.delivery (
  customer_id uuid not null,
  system_id uuid not null,
  state text not null check (state in ('pending', 'sent', 'acknowledged', 'dead')),
  -- counts this customer's changes for this system: told of, handed over, taken
  wanted int not null,
  sent int not null default 0,
  acked int not null default 0,
  -- the oldest change that it has not got, and the latest one
  since timestamptz not null,
  wanted_at timestamptz not null,
  attempts int not null default 0,
  next_at timestamptz not null,
  lease_until timestamptz,
  fence int not null default 0,
  last_error text,
  last_error_at timestamptz,
  sent_at timestamptz,
  acked_at timestamptz,
  -- it has every change up to this moment
  acked_as_of timestamptz,
  -- how it came to have the latest: told it, or knew it already
  acked_how text,
  -- hashes of the values that it has, by our field
  holds jsonb,
  -- its own source has told something since
  told boolean not null default false,
  -- what it was sent against its own word, once
  corrected text,
  external_id text,
  feed_no bigint,
  done_hash bytea,
  erased boolean not null default false,
  primary key (customer_id, system_id)
);
create index delivery_due on clean.delivery (system_id, next_at, customer_id) where state = 'pending';
create index delivery_open on clean.delivery (system_id, since, customer_id) where state <> 'acknowledged';
create index delivery_feed on clean.delivery (system_id, feed_no) where feed_no is not null;
create index delivery_done on clean.delivery (done_hash) where done_hash is not null;

-- Earlier acknowledgements: when a system got which change.
create table clean.delivered (
  customer_id uuid not null,
  system_id uuid not null,
  as_of timestamptz not null,
  at timestamptz not null,
  how text not null,
  primary key (customer_id, system_id, as_of)
);

-- Changes that a system has not got in time: for whom of the staff to see to.
create table clean.propagation_task (
  id uuid primary key,
  system_id uuid not null,
  user_id uuid not null,
  opened_at timestamptz not null,
  closed_at timestamptz
);
create unique index propagation_task_open on clean.propagation_task (system_id) where closed_at is null;
