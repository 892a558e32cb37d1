-- The structure that all migrations together make. Written by scripts/schema.ts; reviewed like code, never run.

create extension pg_trgm with schema public;

create schema clean;
create schema collect;
create schema company;
create schema know;
create schema platform;

create table clean.alias (
  old_id uuid not null,
  customer_id uuid not null,
  at timestamp with time zone not null,
  constraint alias_pkey PRIMARY KEY (old_id)
);

create table clean.claim (
  customer_id uuid not null,
  origin_id uuid not null,
  source_id uuid not null,
  observed_at timestamp with time zone not null,
  normaliser smallint not null,
  said jsonb not null,
  constraint claim_pkey PRIMARY KEY (customer_id, origin_id)
);

create table clean.history (
  customer_id uuid not null,
  at timestamp with time zone not null,
  id uuid not null,
  what text not null,
  actor_id uuid,
  source_id uuid,
  origin_id uuid not null,
  changes jsonb,
  constraint history_pkey PRIMARY KEY (customer_id, at, id),
  constraint history_what_check CHECK ((what = ANY (ARRAY['created'::text, 'changed'::text, 'moved'::text])))
);

create table clean.identifier (
  kind text collate "C" not null,
  value text collate "C" not null,
  customer_id uuid not null,
  strong boolean not null,
  constraint identifier_pkey PRIMARY KEY (kind, value, customer_id)
);
CREATE INDEX identifier_phone_tail ON clean.identifier USING btree (reverse(value)) WHERE (kind = 'phone'::text);
CREATE UNIQUE INDEX identifier_strong ON clean.identifier USING btree (kind, value) WHERE strong;

create table clean.link (
  record_id uuid not null,
  customer_id uuid not null,
  since timestamp with time zone not null,
  constraint link_pkey PRIMARY KEY (record_id)
);
CREATE INDEX link_customer ON clean.link USING btree (customer_id);

create table collect.import (
  id uuid not null,
  source_id uuid not null,
  state text not null,
  dry_run boolean default false not null,
  currency text not null,
  started_by uuid,
  created_at timestamp with time zone not null,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  cancel_asked boolean default false not null,
  phase text,
  faults jsonb default '{}'::jsonb not null,
  flags jsonb default '{}'::jsonb not null,
  problem jsonb,
  constraint import_pkey PRIMARY KEY (id),
  constraint import_source_id_fkey FOREIGN KEY (source_id) REFERENCES collect.source(id),
  constraint import_state_check CHECK ((state = ANY (ARRAY['planned'::text, 'queued'::text, 'running'::text, 'finished'::text, 'failed'::text, 'cancelled'::text])))
);
CREATE INDEX import_created ON collect.import USING btree (created_at DESC, id);

create table collect.import_file (
  import_id uuid not null,
  file_no smallint not null,
  name text not null,
  path text not null,
  bytes bigint not null,
  format jsonb not null,
  mapping jsonb,
  ignore_because text,
  notes jsonb default '[]'::jsonb not null,
  done_lines integer default 0 not null,
  lines integer,
  counts jsonb default '{}'::jsonb not null,
  constraint import_file_pkey PRIMARY KEY (import_id, file_no),
  constraint import_file_import_id_fkey FOREIGN KEY (import_id) REFERENCES collect.import(id)
);

create table collect.import_line (
  import_id uuid not null,
  bucket text not null,
  file_no smallint not null,
  line_no integer not null,
  record_id uuid,
  faults jsonb,
  cells bytea,
  constraint import_line_pkey PRIMARY KEY (import_id, bucket, file_no, line_no)
);

create table collect.record (
  id uuid not null,
  source_id uuid not null,
  kind text not null,
  key text not null,
  hash uuid not null,
  version integer not null,
  identity_id uuid,
  state text not null,
  observed_at timestamp with time zone,
  import_id uuid,
  file_no smallint,
  line_no integer,
  received_at timestamp with time zone not null,
  payload bytea not null,
  constraint record_pkey PRIMARY KEY (id),
  constraint record_state_check CHECK ((state = ANY (ARRAY['live'::text, 'unassigned'::text, 'waiting'::text])))
);

create table collect.record_past (
  record_id uuid not null,
  version integer not null,
  hash uuid not null,
  identity_id uuid,
  observed_at timestamp with time zone,
  import_id uuid,
  file_no smallint,
  line_no integer,
  received_at timestamp with time zone not null,
  payload bytea not null,
  constraint record_past_pkey PRIMARY KEY (record_id, version)
);

create table collect.source (
  id uuid not null,
  name text not null,
  name_key text not null,
  trust smallint not null,
  has_customers boolean default false not null,
  created_at timestamp with time zone not null,
  constraint source_pkey PRIMARY KEY (id),
  constraint source_name_key_key UNIQUE (name_key),
  constraint source_trust_check CHECK (((trust >= 0) AND (trust <= 100)))
);

create table collect.source_mapping (
  source_id uuid not null,
  layout text not null,
  mapping jsonb not null,
  saved_at timestamp with time zone not null,
  constraint source_mapping_pkey PRIMARY KEY (source_id, layout),
  constraint source_mapping_source_id_fkey FOREIGN KEY (source_id) REFERENCES collect.source(id)
);

create table collect.waiting (
  record_id uuid not null,
  waits_for uuid not null,
  item jsonb not null,
  since timestamp with time zone not null,
  constraint waiting_pkey PRIMARY KEY (record_id)
);
CREATE INDEX waiting_waits_for ON collect.waiting USING btree (waits_for);

create table company.link (
  token_hash bytea not null,
  purpose text not null,
  user_id uuid,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint link_pkey PRIMARY KEY (token_hash),
  constraint link_purpose_check CHECK ((purpose = ANY (ARRAY['setup'::text, 'invitation'::text]))),
  constraint link_user_id_fkey FOREIGN KEY (user_id) REFERENCES company."user"(id)
);
CREATE INDEX link_of_user ON company.link USING btree (user_id);

create table company.session (
  token_hash bytea not null,
  id uuid not null,
  user_id uuid not null,
  created_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint session_pkey PRIMARY KEY (token_hash),
  constraint session_user_id_fkey FOREIGN KEY (user_id) REFERENCES company."user"(id)
);
CREATE INDEX session_expires ON company.session USING btree (expires_at);
CREATE INDEX session_of_user ON company.session USING btree (user_id);

create table company.token (
  id uuid not null,
  token_hash bytea not null,
  name text not null,
  user_id uuid not null,
  scopes text[] not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint token_pkey PRIMARY KEY (id),
  constraint token_token_hash_key UNIQUE (token_hash),
  constraint token_user_id_fkey FOREIGN KEY (user_id) REFERENCES company."user"(id)
);
CREATE INDEX token_of_user ON company.token USING btree (user_id);

create table company."user" (
  id uuid not null,
  email text not null,
  email_key text not null,
  name text not null,
  role text not null,
  language text not null,
  theme text not null,
  password_hash text,
  active boolean not null,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  constraint user_pkey PRIMARY KEY (id),
  constraint user_email_key_key UNIQUE (email_key),
  constraint user_theme_check CHECK ((theme = ANY (ARRAY['auto'::text, 'light'::text, 'dark'::text])))
);

create table know.customer (
  id uuid not null,
  kind text not null,
  name text not null,
  sort_key text collate "C" not null,
  given text,
  family text,
  email text,
  phone text,
  street text,
  postcode text,
  city text,
  country text,
  language text,
  business_id text,
  birth_date date,
  title text,
  protected boolean default false not null,
  customer_since timestamp with time zone,
  lead_source text,
  version integer not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  archived_at timestamp with time zone,
  constraint customer_pkey PRIMARY KEY (id),
  constraint customer_kind_check CHECK ((kind = ANY (ARRAY['person'::text, 'organisation'::text])))
);
CREATE INDEX customer_sort ON know.customer USING btree (sort_key, id);

create table know.invoice (
  customer_id uuid not null,
  id uuid not null,
  number text collate "C" not null,
  reference text collate "C",
  order_number text,
  at timestamp with time zone not null,
  due_on date,
  paid_at timestamp with time zone,
  total bigint not null,
  net bigint,
  currency text not null,
  status text,
  source_id uuid not null,
  origin_id uuid not null,
  constraint invoice_pkey PRIMARY KEY (customer_id, id)
);
CREATE INDEX invoice_number ON know.invoice USING btree (number);
CREATE INDEX invoice_reference ON know.invoice USING btree (reference) WHERE (reference IS NOT NULL);

create table know.name_token (
  token text collate "C" not null,
  customer_id uuid not null,
  constraint name_token_pkey PRIMARY KEY (token, customer_id)
);

create table know.name_word (
  token text collate "C" not null,
  folded text collate "C" not null,
  constraint name_word_pkey PRIMARY KEY (token)
);
CREATE INDEX name_word_folded ON know.name_word USING btree (folded);
CREATE INDEX name_word_part ON know.name_word USING gin (folded gin_trgm_ops);

create table know.payment (
  customer_id uuid not null,
  id uuid not null,
  order_number text,
  invoice_number text,
  method text,
  sequence text,
  amount bigint not null,
  currency text not null,
  at timestamp with time zone not null,
  source_id uuid not null,
  origin_id uuid not null,
  constraint payment_pkey PRIMARY KEY (customer_id, id)
);

create table know.product (
  id uuid not null,
  source_id uuid not null,
  sku text not null,
  name text,
  category text,
  price numeric,
  currency text,
  attributes jsonb,
  constraint product_pkey PRIMARY KEY (id)
);
CREATE INDEX product_sku ON know.product USING btree (sku);

create table know.purchase (
  customer_id uuid not null,
  id uuid not null,
  number text collate "C",
  at timestamp with time zone not null,
  type text not null,
  status text,
  channel text,
  currency text not null,
  stated_total bigint,
  stated_net bigint,
  total bigint,
  items integer default 0 not null,
  source_id uuid not null,
  origin_id uuid not null,
  constraint purchase_pkey PRIMARY KEY (customer_id, id),
  constraint purchase_type_check CHECK ((type = ANY (ARRAY['purchase'::text, 'return'::text, 'cancellation'::text])))
);
CREATE INDEX purchase_number ON know.purchase USING btree (number) WHERE (number IS NOT NULL);

create table know.purchase_line (
  customer_id uuid not null,
  purchase_id uuid not null,
  id uuid not null,
  line_number text,
  sku text,
  description text,
  category text,
  quantity numeric not null,
  unit_price numeric,
  amount bigint not null,
  freight bigint,
  duplicate boolean default false not null,
  source_id uuid not null,
  origin_id uuid not null,
  constraint purchase_line_pkey PRIMARY KEY (customer_id, purchase_id, id)
);

create table know.rfm_cut (
  version integer not null,
  made_at timestamp with time zone not null,
  customers integer not null,
  mean_interval numeric,
  recency jsonb not null,
  frequency jsonb not null,
  monetary jsonb not null,
  constraint rfm_cut_pkey PRIMARY KEY (version)
);

create table know.rollup (
  customer_id uuid not null,
  events integer not null,
  purchases integer not null,
  purchase_days integer not null,
  first_purchase date,
  last_purchase date,
  previous_purchase date,
  returns integer not null,
  contacts integer not null,
  complaints integer not null,
  last_contact timestamp with time zone,
  last_event timestamp with time zone,
  constraint rollup_pkey PRIMARY KEY (customer_id)
) with (fillfactor=85);

create table know.spend (
  customer_id uuid not null,
  currency text not null,
  gross numeric not null,
  refunded numeric not null,
  net numeric not null,
  constraint spend_pkey PRIMARY KEY (customer_id, currency)
);
CREATE INDEX spend_net ON know.spend USING btree (currency, net DESC, customer_id);

create table know.stale (
  customer_id uuid not null,
  mark xid8 not null,
  constraint stale_pkey PRIMARY KEY (customer_id, mark)
);

create table know.timeline (
  customer_id uuid not null,
  at timestamp with time zone not null,
  id uuid not null,
  kind text not null,
  channel text,
  direction text,
  title text,
  body text,
  amount bigint,
  currency text,
  reference text,
  status text,
  score numeric,
  handler text,
  actor_id uuid,
  source_id uuid not null,
  origin_id uuid not null,
  constraint timeline_pkey PRIMARY KEY (customer_id, at, id)
);
CREATE INDEX timeline_heard ON know.timeline USING btree (at DESC, customer_id) WHERE (kind = ANY (ARRAY['wish'::text, 'complaint'::text]));

create table platform.idempotency (
  actor_id uuid not null,
  key text not null,
  request_hash bytea not null,
  at timestamp with time zone not null,
  status smallint,
  answer text,
  constraint idempotency_pkey PRIMARY KEY (actor_id, key)
);
CREATE INDEX idempotency_at ON platform.idempotency USING btree (at);

create table platform.migration (
  name text not null,
  sha256 bytea not null,
  applied_at timestamp with time zone default now() not null,
  constraint migration_pkey PRIMARY KEY (name)
);

create table platform.outbox (
  id uuid not null,
  topic text not null,
  key text not null,
  payload jsonb not null,
  at timestamp with time zone not null,
  state text not null,
  available_at timestamp with time zone not null,
  attempts integer not null,
  lease_until timestamp with time zone,
  fence bigint not null,
  last_error text,
  constraint outbox_pkey PRIMARY KEY (id),
  constraint outbox_key_key UNIQUE (key),
  constraint outbox_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'sent'::text, 'unknown'::text, 'dead'::text])))
);
CREATE INDEX outbox_due ON platform.outbox USING btree (topic, available_at) WHERE (state = 'pending'::text);

create table platform.rate_limit (
  key bytea not null,
  since timestamp with time zone not null,
  count integer not null,
  constraint rate_limit_pkey PRIMARY KEY (key)
);
CREATE INDEX rate_limit_since ON platform.rate_limit USING btree (since);
