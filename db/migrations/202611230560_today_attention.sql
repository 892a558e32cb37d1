create schema if not exists act;

-- The shopkeeper's list: one line per customer who deserves attention now. Made anew every morning and line by line as things happen.
create table act.attention (
  customer_id uuid primary key,
  score real not null, -- 0..100
  worth bigint, -- expected, minor units; null where it is not known
  currency text,
  how jsonb not null, -- how the worth was computed, in a code and figures
  found_at timestamptz not null, -- since when the line stands
  solved_at timestamptz, -- it solved itself while it was with somebody; gone by the next morning
  solved_by text,
  dealt_to uuid, -- whose list it is on; whoever takes it has it
  dealt_on date,
  taken_at timestamptz
);
create index attention_score on act.attention (score desc, customer_id);
create index attention_dealt on act.attention (dealt_to, score desc) where dealt_to is not null;

-- Why: one row per kind, each with its evidence.
create table act.attention_reason (
  customer_id uuid not null,
  kind text not null, -- a source of lines; later slices add theirs
  score real not null,
  since timestamptz not null, -- when the state began or the thing was said: what is newer than an act is news
  figures jsonb not null,
  primary key (customer_id, kind)
);

-- What people did with lines: what is hidden, learned and told follows from these rows.
create table act.attention_done (
  customer_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  by_id uuid not null,
  team text not null, -- role of that person then
  what text not null check (what in ('taken', 'done', 'snoozed', 'notUseful')),
  kinds jsonb not null, -- the reasons of the line, strongest first
  outcome text check (outcome in ('reached', 'notReached', 'cameBack', 'other')),
  note text,
  until date, -- snoozed: the day it comes back
  entry_id uuid, -- the contact on the timeline
  worth bigint, -- what the line said then
  currency text,
  undone_at timestamptz,
  undone_by uuid,
  origin_id uuid not null, -- the customer record it moves with
  primary key (customer_id, id)
);
create index attention_done_by on act.attention_done (by_id, at desc);

-- What a team has found useful and not, by kind, since it was last reset: weight = (3 + useful) / (3 + useful + not useful).
create table act.attention_weight (
  team text not null,
  kind text not null,
  useful int not null,
  not_useful int not null,
  since timestamptz not null,
  primary key (team, kind)
);

create table act.attention_setting (
  name text primary key,
  value jsonb not null,
  changed_at timestamptz not null,
  changed_by uuid
);

-- The making of the list of each day.
create table act.attention_run (
  day date primary key,
  made_at timestamptz not null,
  top double precision not null, -- yearly spend of the best customer, minor units: what sizes are measured by
  floor real not null, -- the least score that had room
  lines int not null,
  kinds jsonb not null -- kind -> lines with it
);

-- Customers of whom something changed, to be looked at anew within a second. One mark per transaction, so that marking never waits.
create table act.attention_stale (
  customer_id uuid not null,
  mark xid8 not null,
  primary key (customer_id, mark)
);
