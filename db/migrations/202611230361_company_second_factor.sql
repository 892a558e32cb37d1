-- Secrets of one-time codes, apart from people so that nothing that lists people can show one.
create table company.second_factor (
  user_id uuid primary key references company.user,
  secret bytea not null,
  created_at timestamptz not null,
  confirmed_at timestamptz, -- null until the first code was right: until then it asks nothing of anybody
  last_step bigint not null -- the latest step of 30 s whose code was used; none is good twice
);

-- Codes for the day the telephone is lost. Each works once; known only by their hash.
create table company.recovery_code (
  code_hash bytea primary key,
  user_id uuid not null references company.user,
  created_at timestamptz not null
);
create index recovery_code_of_user on company.recovery_code (user_id);

-- Between the password and the code: good for one thing only, and not for long.
create table company.half_entry (
  token_hash bytea primary key,
  user_id uuid not null references company.user,
  entered_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  tries smallint not null
);
create index half_entry_of_user on company.half_entry (user_id);

-- How the person of a session proved who they are: 'password', 'code' (password and code), 'provider'.
alter table company.session add column entered_by text not null default 'password';

-- What administrators decide for all, by name.
create table company.setting (
  name text primary key,
  value jsonb not null,
  changed_at timestamptz not null,
  changed_by uuid not null
);

-- Who somebody is at the provider of single sign-on.
create table company.provider_link (
  issuer text not null,
  subject text not null,
  user_id uuid not null references company.user,
  created_at timestamptz not null,
  primary key (issuer, subject)
);
create unique index provider_link_of_user on company.provider_link (user_id, issuer);

-- Sign-ins that have gone to the provider and not come back yet. Each comes back once.
create table company.provider_entry (
  state_hash bytea primary key,
  browser_hash bytea not null,
  nonce text not null,
  verifier text not null,
  wanted text not null, -- page to show afterwards
  created_at timestamptz not null,
  expires_at timestamptz not null
);

-- What has happened to the ways in: turned on, turned off, reset, linked, a recovery code used.
create table company.entry_event (
  id uuid primary key,
  user_id uuid not null references company.user,
  actor_id uuid not null,
  at timestamptz not null,
  what text not null,
  details jsonb not null
);
create index entry_event_of_user on company.entry_event (user_id, at desc);
