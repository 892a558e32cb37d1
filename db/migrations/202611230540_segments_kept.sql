-- Segments that people keep: conditions whose members are kept current, and lists of picked customers.
create table know.segment (
  id uuid primary key,
  name text not null,
  about text not null,
  condition jsonb, -- null: the picked customers are the members
  ready text, -- the ready-made one that it came from
  origin jsonb, -- of a list: what it was made from
  owner_id uuid not null,
  shared boolean not null,
  version int not null,
  condition_version int not null,
  built_version int not null, -- version of the condition that the members stand for; 0: not built yet
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- Who is on a list, by the records that they were known by: a merge takes them along, and its undoing brings them back.
create table know.segment_pick (
  customer_id uuid not null,
  segment_id uuid not null,
  origin_id uuid not null,
  picked_at timestamptz not null,
  primary key (customer_id, segment_id, origin_id)
);
create index segment_pick_of on know.segment_pick (segment_id, customer_id);

create table know.segment_member (
  customer_id uuid not null,
  segment_id uuid not null,
  turn int not null, -- of the change by which they entered: odd
  entered_at timestamptz not null,
  primary key (customer_id, segment_id)
);
create index segment_member_of on know.segment_member (segment_id, customer_id);

-- Turn by turn: odd ones enter, even ones leave. The members of a first building have had their first turn without a row.
create table know.segment_change (
  customer_id uuid not null,
  segment_id uuid not null,
  turn int not null,
  entered boolean not null,
  at timestamptz not null,
  because text not null check (because in ('change', 'time', 'condition', 'rebuilt', 'gone')),
  primary key (customer_id, segment_id, turn),
  constraint segment_change_turns check (entered = (turn % 2 = 1))
);
create index segment_change_when on know.segment_change (segment_id, at desc, customer_id);

-- The first day on which the answer for a customer may change through time alone.
create table know.segment_due (
  customer_id uuid not null,
  segment_id uuid not null,
  due date not null,
  primary key (customer_id, segment_id)
);
create index segment_due_when on know.segment_due (due, customer_id);

create table know.segment_size (
  segment_id uuid not null,
  day date not null,
  members int not null,
  entered int not null,
  "left" int not null,
  primary key (segment_id, day)
);

-- Customers of whom something changed that conditions may read; written in the transaction of the change.
create table know.segment_stale (
  customer_id uuid not null,
  mark xid8 not null, -- the transaction of the change
  areas int not null, -- what changed, as bits
  bulk boolean not null, -- one of very many: others go first
  primary key (customer_id, mark, areas)
);
create index segment_stale_soon on know.segment_stale (mark) where not bulk;

-- The same for what changed of everybody at once.
create table know.segment_wide (
  mark xid8 not null,
  areas int not null,
  primary key (mark, areas)
);

-- Customers who changed while a segment was being built: they are looked at again before it is done.
create table know.segment_meanwhile (
  customer_id uuid not null,
  segment_id uuid not null,
  primary key (customer_id, segment_id)
);
create index segment_meanwhile_of on know.segment_meanwhile (segment_id);

create table know.segment_build (
  segment_id uuid primary key,
  run uuid, -- whose building it is: another one gives way
  condition_version int not null,
  why text not null check (why in ('new', 'condition', 'wide', 'clock', 'asked')),
  state text not null check (state in ('waiting', 'building', 'done', 'failed')),
  done int not null,
  total int not null,
  asked_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz
);

-- The latest day that members were looked at on: a clock that goes back before it makes everything of time anew.
create table know.segment_day (
  id int primary key check (id = 1),
  day date not null
);
