-- Forms on web sites: nothing about a person enters before they have confirmed it by mail.
create table collect.form (
  id uuid primary key,
  key text not null unique, -- 128 random bits: the last part of its address
  source_id uuid not null references collect.source,
  name text not null,
  title text not null, -- what visitors see
  intro text not null,
  language text not null check (language in ('fi', 'en')),
  fields jsonb not null, -- [{field, required}]
  ask text check (ask in ('inquiry', 'wish', 'feedback')), -- what the free text is; null = none is asked for
  channels text[] not null, -- of the consent; empty = none is asked for
  wording int not null, -- the text of the consent that is shown now
  returns text[] not null, -- addresses that visitors may be sent back to
  days int not null, -- how long the link of a mail works
  version int not null,
  created_at timestamptz not null,
  created_by uuid,
  ended_at timestamptz
);
create index form_source on collect.form (source_id);

-- What people have consented to: never changed, a new text is a new row.
create table collect.form_wording (
  form_id uuid not null references collect.form,
  wording int not null,
  text text not null,
  channels text[] not null,
  language text not null,
  since timestamptz not null,
  primary key (form_id, wording)
);

create table collect.form_entry (
  id uuid primary key,
  form_id uuid not null references collect.form,
  token_hash bytea not null, -- of 128 random bits: nobody's is another's
  token bytea, -- sealed (platform/vault), for sending the mail; gone when it is confirmed
  state text not null check (state in ('waiting', 'confirmed')),
  answers bytea, -- JSON, until it is confirmed
  email text, -- as compared, until it is confirmed
  wording int, -- the text that was shown; null = no consent was given
  sent_at timestamptz not null,
  expires_at timestamptz not null,
  mailed_at timestamptz,
  confirmed_at timestamptz,
  record_id uuid -- of the customer record that it became
);
create index form_entry_token on collect.form_entry (token_hash);
create index form_entry_form on collect.form_entry (form_id, sent_at);
create index form_entry_expires on collect.form_entry (expires_at) where state = 'waiting';
create index form_entry_email on collect.form_entry (email) where email is not null;
create index form_entry_record on collect.form_entry (record_id) where record_id is not null;
