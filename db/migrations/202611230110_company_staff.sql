create schema if not exists company;

-- Who works here. A person who leaves is made inactive, never deleted: ids are not used again.
create table company.user (
  id uuid primary key,
  email text not null, -- as written
  email_key text not null unique, -- lower case, NFC: what is signed in with
  name text not null,
  role text not null,
  language text not null,
  theme text not null check (theme in ('auto', 'light', 'dark')),
  password_hash text, -- null until the invitation is accepted
  active boolean not null,
  created_at timestamptz not null,
  changed_at timestamptz not null
);

-- Tokens of browsers, known only by their hash.
create table company.session (
  token_hash bytea primary key,
  id uuid not null,
  user_id uuid not null references company.user,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null
);
create index session_of_user on company.session (user_id);
create index session_expires on company.session (expires_at);

-- Tokens of programs; each acts for the person who made it, within that person's rights.
create table company.token (
  id uuid primary key,
  token_hash bytea not null unique,
  name text not null,
  user_id uuid not null references company.user,
  scopes text[] not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index token_of_user on company.token (user_id);

-- Links that work once: the first administrator, an invitation or a new password.
create table company.link (
  token_hash bytea primary key,
  purpose text not null check (purpose in ('setup', 'invitation')),
  user_id uuid references company.user,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index link_of_user on company.link (user_id);
