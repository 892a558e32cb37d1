-- Events of shops, sites and programs: committed as they come, acknowledged, and applied within a second.
create table collect.event_source (
  source_id uuid primary key references collect.source,
  currency text not null, -- of amounts that name none
  created_at timestamptz not null,
  last_at timestamptz -- when something of it was applied last
);

-- A write key stands in the pages of a site for everybody to see: it may hand in events of its source and nothing else.
create table collect.write_key (
  id uuid primary key,
  source_id uuid not null references collect.event_source,
  key text not null unique,
  name text not null,
  created_at timestamptz not null,
  created_by uuid,
  revoked_at timestamptz
);
create index write_key_source on collect.write_key (source_id, created_at);

create table collect.event (
  source_id uuid not null,
  message_id uuid not null, -- UUIDv8 of the client's own id: the same message again is the same row
  turn uuid not null, -- UUIDv7, the order of arrival
  received_at timestamptz not null,
  state text not null check (state in ('waiting', 'applied', 'anonymous', 'bad')),
  payload bytea, -- as it came, until it is applied; of anonymous visitors until they are forgotten
  -- known when it has been looked at
  at timestamptz,
  anonymous uuid, -- hash of the client's anonymous id
  person text, -- key of the person it is of; of an anonymous message the one who identified themselves next
  primary key (source_id, message_id)
);
create index event_waiting on collect.event (source_id, turn) where state = 'waiting';
create index event_anonymous on collect.event (source_id, anonymous, at) where anonymous is not null;
create index event_person on collect.event (source_id, person) where anonymous is not null;

-- What has been told of a person, an order, a mail or a day of visits so far: each value with its moment, so that the order of arrival never matters.
create table collect.event_state (
  source_id uuid not null,
  kind text not null,
  key text not null,
  person text,
  state jsonb not null,
  primary key (source_id, kind, key)
);
create index event_state_person on collect.event_state (source_id, person);

-- Two ids of one source that a program said to be one person: a proposal, never a merge.
create table collect.alias_told (
  source_id uuid not null,
  person text not null,
  previous text not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  times int not null,
  primary key (source_id, person, previous)
);

-- What mail servers and readers told of an address: evidence of its accuracy.
create table collect.mail_evidence (
  source_id uuid not null,
  email text not null, -- as compared
  what text not null check (what in ('delivered', 'opened', 'clicked', 'bounced', 'spam', 'unsubscribed')),
  person text not null,
  last_at timestamptz not null,
  primary key (source_id, email, what)
);
create index mail_evidence_person on collect.mail_evidence (source_id, person);
