-- Where faults come from: rows told and rows at fault, and each fault with its source, entrance, field, code, person and screen. Derived:
-- `part` says by which rule a row is made anew (import: its delivery, day: its day, whole: all of them). 0…0 stands for nobody and for no delivery.
create table know.told_day (
  day date not null,
  source_id uuid not null,
  entrance text collate "C" not null,
  delivery_id uuid not null,
  file_no smallint not null,
  kind text collate "C" not null,
  person_id uuid not null,
  screen text collate "C" not null,
  part text not null check (part in ('import', 'day', 'whole')),
  told bigint not null,
  faulty bigint not null,
  primary key (day, source_id, entrance, delivery_id, file_no, kind, person_id, screen)
);
create index told_day_source on know.told_day (source_id, entrance, day);
create index told_day_delivery on know.told_day (delivery_id) where part = 'import';

create table know.fault_day (
  day date not null,
  source_id uuid not null,
  entrance text collate "C" not null,
  delivery_id uuid not null,
  file_no smallint not null,
  kind text collate "C" not null,
  field text collate "C" not null,
  code text collate "C" not null,
  person_id uuid not null,
  screen text collate "C" not null,
  part text not null check (part in ('import', 'day', 'whole')),
  faults bigint not null,
  primary key (day, source_id, entrance, delivery_id, file_no, kind, field, code, person_id, screen)
);
create index fault_day_delivery on know.fault_day (delivery_id) where part = 'import';

-- How far the counting has come: one row.
create table know.watch_state (
  id smallint primary key check (id = 1),
  until timestamptz not null, -- what happened before this moment is counted
  counted_at timestamptz not null,
  rebuilt_at timestamptz, -- all of it made anew
  redirtied int not null default 0
);

-- Verified values that a source put others in the place of: there are to be none. The first of them, as entries of the history.
create table know.redirtied (
  customer_id uuid not null,
  entry_id uuid not null,
  field text not null,
  source_id uuid,
  at timestamptz not null,
  primary key (customer_id, entry_id, field)
);

-- Deliveries and days whose share of faults left the limits of their source. Told once.
create table know.source_alert (
  source_id uuid not null,
  entrance text collate "C" not null,
  day date not null,
  delivery_id uuid not null,
  told bigint not null,
  faulty bigint not null,
  centre real not null,
  upper_limit real not null,
  spread real not null, -- how much wider than chance alone the limits are (Laney's sigma z, at least 1)
  basis smallint not null, -- deliveries or days that the limits come from
  opened_at timestamptz not null,
  announced_at timestamptz,
  primary key (source_id, entrance, day, delivery_id)
);
create index source_alert_opened on know.source_alert (opened_at);

-- Who of the staff sees to a source.
create table know.source_owner (
  source_id uuid primary key,
  user_id uuid not null,
  set_at timestamptz not null,
  set_by uuid
);
-- Weekly letters that went: who, and the Monday of the week.
create table know.watch_letter (
  user_id uuid not null,
  week date not null,
  sent_at timestamptz not null,
  primary key (user_id, week)
);
