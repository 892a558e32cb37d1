-- Who may be whom: what was learned from the base, the keys by which an arriving record finds those it may be, and the pairs found.

-- What one run learned. The latest version of a kind is in use; older ones explain decisions that were made by them.
create table clean.match_model (
  kind text not null check (kind in ('person', 'organisation')),
  version int not null,
  run_id uuid not null,
  learned_at timestamptz not null,
  customers int not null, -- compared
  compared bigint not null, -- pairs
  found int not null, -- pairs above the asking threshold
  model jsonb not null, -- as the engine made it
  zones jsonb not null, -- thresholds with their expected errors and numbers of pairs
  primary key (kind, version)
);

-- Whether pairs of the automatic zone are merged without asking: off until a person has looked at some and switched it on.
create table clean.match_policy (
  kind text primary key check (kind in ('person', 'organisation')),
  automatic boolean not null,
  changed_at timestamptz not null,
  changed_by uuid
);

-- Hashes of what two records of one customer are likely to share.
create table clean.match_key (
  key bigint not null,
  customer_id uuid not null,
  primary key (key, customer_id)
);
create index match_key_customer on clean.match_key (customer_id);

-- Customers that are to be compared anew; each transaction leaves a mark of its own, so that marking never waits.
create table clean.match_stale (
  customer_id uuid not null,
  mark xid8 not null,
  bulk boolean not null, -- came with many: waits while an import runs
  primary key (customer_id, mark)
);

create table clean.match_pair (
  a uuid not null,
  b uuid not null,
  kind text not null,
  model int not null, -- version of the model that scored it
  weight real not null,
  probability real not null,
  zone text not null check (zone in ('auto', 'ask')),
  evidence jsonb not null, -- [comparison, level, weight] of each comparison; no values
  state text not null check (state in ('open', 'later', 'apart')),
  group_id uuid, -- of the queue; null for those kept apart
  found_at timestamptz not null,
  primary key (a, b),
  check (a < b)
);
create index match_pair_b on clean.match_pair (b, a);
create index match_pair_group on clean.match_pair (group_id) where group_id is not null;

-- Customers that open pairs join: one item of the queue. Made anew whenever one of its pairs changes.
create table clean.match_group (
  id uuid primary key, -- of the first of its customers
  kind text not null,
  customers uuid[] not null,
  pairs int not null,
  probability real not null, -- of its surest pair
  auto boolean not null, -- surest pair stands in the automatic zone
  worth real not null,
  rank real not null,
  later boolean not null -- put off: stands after the others
);
create index match_group_rank on clean.match_group (later, rank desc, id);

-- What somebody, or the program by itself, decided of a group.
create table clean.match_decision (
  id uuid primary key,
  at timestamptz not null,
  by_id uuid, -- null: the program
  verdict text not null check (verdict in ('same', 'apart', 'later')),
  kind text not null,
  customers uuid[] not null,
  survivor uuid,
  merges uuid[] not null,
  pairs jsonb not null, -- as they stood: a, b, probability, zone, model, evidence
  likely boolean, -- what the model thought of it: the surest pair was more likely the same than not; null where it had none
  auto boolean not null, -- it stood in the automatic zone
  undone_at timestamptz,
  undone_by uuid
);
create index match_decision_at on clean.match_decision (at desc, id desc);

create table clean.match_run (
  id uuid primary key,
  state text not null check (state in ('waiting', 'running', 'merging', 'done', 'failed', 'cancelled')),
  step text,
  done int not null,
  total int not null,
  cancel_asked boolean not null default false,
  asked_by uuid,
  asked_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  result jsonb
);
create index match_run_asked on clean.match_run (asked_at desc);
