-- The structure that all migrations together make. Written by scripts/schema.ts; reviewed like code, never run.

create extension pg_trgm with schema public;

create schema act;
create schema clean;
create schema collect;
create schema company;
create schema know;
create schema platform;

create table act.attention (
  customer_id uuid not null,
  score real not null,
  worth bigint,
  currency text,
  how jsonb not null,
  found_at timestamp with time zone not null,
  solved_at timestamp with time zone,
  solved_by text,
  dealt_to uuid,
  dealt_on date,
  taken_at timestamp with time zone,
  constraint attention_pkey PRIMARY KEY (customer_id)
);
CREATE INDEX attention_dealt ON act.attention USING btree (dealt_to, score DESC) WHERE (dealt_to IS NOT NULL);
CREATE INDEX attention_score ON act.attention USING btree (score DESC, customer_id);

create table act.attention_done (
  customer_id uuid not null,
  id uuid not null,
  at timestamp with time zone not null,
  by_id uuid not null,
  team text not null,
  what text not null,
  kinds jsonb not null,
  outcome text,
  note text,
  until date,
  entry_id uuid,
  worth bigint,
  currency text,
  undone_at timestamp with time zone,
  undone_by uuid,
  origin_id uuid not null,
  constraint attention_done_pkey PRIMARY KEY (customer_id, id),
  constraint attention_done_outcome_check CHECK ((outcome = ANY (ARRAY['reached'::text, 'notReached'::text, 'cameBack'::text, 'other'::text]))),
  constraint attention_done_what_check CHECK ((what = ANY (ARRAY['taken'::text, 'done'::text, 'snoozed'::text, 'notUseful'::text])))
);
CREATE INDEX attention_done_by ON act.attention_done USING btree (by_id, at DESC);

create table act.attention_reason (
  customer_id uuid not null,
  kind text not null,
  score real not null,
  since timestamp with time zone not null,
  figures jsonb not null,
  constraint attention_reason_pkey PRIMARY KEY (customer_id, kind)
);

create table act.attention_run (
  day date not null,
  made_at timestamp with time zone not null,
  top double precision not null,
  floor real not null,
  lines integer not null,
  kinds jsonb not null,
  constraint attention_run_pkey PRIMARY KEY (day)
);

create table act.attention_setting (
  name text not null,
  value jsonb not null,
  changed_at timestamp with time zone not null,
  changed_by uuid,
  constraint attention_setting_pkey PRIMARY KEY (name)
);

create table act.attention_stale (
  customer_id uuid not null,
  mark xid8 not null,
  constraint attention_stale_pkey PRIMARY KEY (customer_id, mark)
);

create table act.attention_weight (
  team text not null,
  kind text not null,
  useful integer not null,
  not_useful integer not null,
  since timestamp with time zone not null,
  constraint attention_weight_pkey PRIMARY KEY (team, kind)
);

create table clean.alias (
  old_id uuid not null,
  customer_id uuid not null,
  at timestamp with time zone not null,
  constraint alias_pkey PRIMARY KEY (old_id)
);

create table clean.apart (
  id uuid not null,
  a_id uuid not null,
  b_id uuid not null,
  at timestamp with time zone not null,
  actor_id uuid,
  because jsonb not null,
  lifted_at timestamp with time zone,
  constraint apart_pkey PRIMARY KEY (id)
);

create table clean.apart_record (
  record_id uuid not null,
  apart_id uuid not null,
  side smallint not null,
  constraint apart_record_pkey PRIMARY KEY (record_id, apart_id),
  constraint apart_record_side_check CHECK ((side = ANY (ARRAY[1, 2])))
);
CREATE INDEX apart_record_apart ON clean.apart_record USING btree (apart_id);

create table clean.claim (
  customer_id uuid not null,
  origin_id uuid not null,
  source_id uuid not null,
  observed_at timestamp with time zone not null,
  normaliser smallint not null,
  said jsonb not null,
  constraint claim_pkey PRIMARY KEY (customer_id, origin_id)
);

create table clean.delivered (
  customer_id uuid not null,
  system_id uuid not null,
  as_of timestamp with time zone not null,
  at timestamp with time zone not null,
  how text not null,
  constraint delivered_pkey PRIMARY KEY (customer_id, system_id, as_of)
);

create table clean.delivery (
  customer_id uuid not null,
  system_id uuid not null,
  state text not null,
  wanted integer not null,
  sent integer default 0 not null,
  acked integer default 0 not null,
  since timestamp with time zone not null,
  wanted_at timestamp with time zone not null,
  attempts integer default 0 not null,
  next_at timestamp with time zone not null,
  lease_until timestamp with time zone,
  fence integer default 0 not null,
  last_error text,
  last_error_at timestamp with time zone,
  sent_at timestamp with time zone,
  acked_at timestamp with time zone,
  acked_as_of timestamp with time zone,
  acked_how text,
  holds jsonb,
  told boolean default false not null,
  corrected text,
  external_id text,
  feed_no bigint,
  done_hash bytea,
  erased boolean default false not null,
  constraint delivery_pkey PRIMARY KEY (customer_id, system_id),
  constraint delivery_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'sent'::text, 'acknowledged'::text, 'dead'::text])))
);
CREATE INDEX delivery_dead ON clean.delivery USING btree (system_id) WHERE (state = 'dead'::text);
CREATE INDEX delivery_done ON clean.delivery USING btree (done_hash) WHERE (done_hash IS NOT NULL);
CREATE INDEX delivery_due ON clean.delivery USING btree (system_id, next_at, customer_id) WHERE (state = 'pending'::text);
CREATE INDEX delivery_feed ON clean.delivery USING btree (system_id, feed_no) WHERE (feed_no IS NOT NULL);
CREATE INDEX delivery_open ON clean.delivery USING btree (system_id, since, customer_id) WHERE (state <> 'acknowledged'::text);

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
  constraint history_what_check CHECK ((what = ANY (ARRAY['created'::text, 'changed'::text, 'moved'::text, 'verified'::text, 'pinned'::text, 'unpinned'::text, 'undone'::text, 'rolledBack'::text, 'archived'::text, 'restored'::text, 'deleted'::text, 'erased'::text, 'merged'::text, 'unmerged'::text, 'split'::text])))
);
CREATE INDEX history_at ON clean.history USING brin (at);

create table clean.history_check (
  id uuid not null,
  asked_at timestamp with time zone not null,
  asked_by uuid,
  state text not null,
  done integer not null,
  total integer,
  finished_at timestamp with time zone,
  verdict jsonb,
  constraint history_check_pkey PRIMARY KEY (id),
  constraint history_check_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text])))
);

create table clean.history_leaf (
  seal integer not null,
  shard smallint not null,
  n integer not null,
  kind text not null,
  entry_id uuid,
  salt bytea,
  commitment bytea not null,
  constraint history_leaf_pkey PRIMARY KEY (seal, shard, n),
  constraint history_leaf_kind_check CHECK ((kind = ANY (ARRAY['entry'::text, 'removal'::text])))
);
CREATE INDEX history_leaf_entry ON clean.history_leaf USING btree (entry_id) WHERE (entry_id IS NOT NULL);

create table clean.history_removed (
  seal integer not null,
  shard smallint not null,
  n integer not null,
  erasure_id uuid not null,
  at timestamp with time zone not null,
  told_in integer,
  constraint history_removed_pkey PRIMARY KEY (seal, shard, n)
);

create table clean.history_seal (
  seal integer not null,
  shard smallint not null,
  at timestamp with time zone not null,
  until timestamp with time zone not null,
  leaves integer not null,
  late integer not null,
  head bytea not null,
  constraint history_seal_pkey PRIMARY KEY (seal, shard)
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

create table clean.match_decision (
  id uuid not null,
  at timestamp with time zone not null,
  by_id uuid,
  verdict text not null,
  kind text not null,
  customers uuid[] not null,
  survivor uuid,
  merges uuid[] not null,
  pairs jsonb not null,
  likely boolean,
  auto boolean not null,
  undone_at timestamp with time zone,
  undone_by uuid,
  constraint match_decision_pkey PRIMARY KEY (id),
  constraint match_decision_verdict_check CHECK ((verdict = ANY (ARRAY['same'::text, 'apart'::text, 'later'::text])))
);
CREATE INDEX match_decision_at ON clean.match_decision USING btree (at DESC, id DESC);
CREATE INDEX match_decision_by_people ON clean.match_decision USING btree (at DESC) WHERE ((by_id IS NOT NULL) AND (undone_at IS NULL) AND (verdict <> 'later'::text) AND (likely IS NOT NULL));
CREATE INDEX match_decision_customers ON clean.match_decision USING gin (customers);

create table clean.match_group (
  id uuid not null,
  kind text not null,
  customers uuid[] not null,
  pairs integer not null,
  probability real not null,
  auto boolean not null,
  worth real not null,
  rank real not null,
  later boolean not null,
  constraint match_group_pkey PRIMARY KEY (id)
);
CREATE INDEX match_group_auto ON clean.match_group USING btree (id) WHERE auto;
CREATE INDEX match_group_customers ON clean.match_group USING gin (customers);
CREATE INDEX match_group_rank ON clean.match_group USING btree (later, rank DESC, id);

create table clean.match_key (
  key bigint not null,
  customer_id uuid not null,
  constraint match_key_pkey PRIMARY KEY (key, customer_id)
);
CREATE INDEX match_key_customer ON clean.match_key USING btree (customer_id);

create table clean.match_model (
  kind text not null,
  version integer not null,
  run_id uuid not null,
  learned_at timestamp with time zone not null,
  customers integer not null,
  compared bigint not null,
  found integer not null,
  model jsonb not null,
  zones jsonb not null,
  constraint match_model_pkey PRIMARY KEY (kind, version),
  constraint match_model_kind_check CHECK ((kind = ANY (ARRAY['person'::text, 'organisation'::text])))
);

create table clean.match_pair (
  a uuid not null,
  b uuid not null,
  kind text not null,
  model integer not null,
  weight real not null,
  probability real not null,
  zone text not null,
  evidence jsonb not null,
  state text not null,
  group_id uuid,
  found_at timestamp with time zone not null,
  constraint match_pair_pkey PRIMARY KEY (a, b),
  constraint match_pair_check CHECK ((a < b)),
  constraint match_pair_state_check CHECK ((state = ANY (ARRAY['open'::text, 'later'::text]))),
  constraint match_pair_zone_check CHECK ((zone = ANY (ARRAY['auto'::text, 'ask'::text])))
);
CREATE INDEX match_pair_b ON clean.match_pair USING btree (b, a);
CREATE INDEX match_pair_group ON clean.match_pair USING btree (group_id) WHERE (group_id IS NOT NULL);
CREATE INDEX match_pair_zone ON clean.match_pair USING btree (kind, zone, weight, a, b);

create table clean.match_policy (
  kind text not null,
  automatic boolean not null,
  changed_at timestamp with time zone not null,
  changed_by uuid,
  constraint match_policy_pkey PRIMARY KEY (kind),
  constraint match_policy_kind_check CHECK ((kind = ANY (ARRAY['person'::text, 'organisation'::text])))
);

create table clean.match_run (
  id uuid not null,
  state text not null,
  step text,
  done integer not null,
  total integer not null,
  cancel_asked boolean default false not null,
  asked_by uuid,
  asked_at timestamp with time zone not null,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  result jsonb,
  constraint match_run_pkey PRIMARY KEY (id),
  constraint match_run_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'merging'::text, 'done'::text, 'failed'::text, 'cancelled'::text])))
);
CREATE INDEX match_run_asked ON clean.match_run USING btree (asked_at DESC);

create table clean.match_stale (
  customer_id uuid not null,
  mark xid8 not null,
  bulk boolean not null,
  constraint match_stale_pkey PRIMARY KEY (customer_id, mark)
);

create table clean.merge (
  id uuid not null,
  from_id uuid not null,
  to_id uuid not null,
  at timestamp with time zone not null,
  actor_id uuid,
  because jsonb not null,
  aliases uuid[] not null,
  held jsonb not null,
  strict_id uuid,
  undone_at timestamp with time zone,
  undone_by uuid,
  constraint merge_pkey PRIMARY KEY (id)
);
CREATE INDEX merge_from ON clean.merge USING btree (from_id) WHERE (undone_at IS NULL);
CREATE INDEX merge_to ON clean.merge USING btree (to_id) WHERE (undone_at IS NULL);

create table clean.merge_record (
  record_id uuid not null,
  merge_id uuid not null,
  came boolean not null,
  constraint merge_record_pkey PRIMARY KEY (record_id, merge_id)
);
CREATE INDEX merge_record_merge ON clean.merge_record USING btree (merge_id);

create table clean.propagation_task (
  id uuid not null,
  system_id uuid not null,
  user_id uuid not null,
  opened_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  constraint propagation_task_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX propagation_task_open ON clean.propagation_task USING btree (system_id) WHERE (closed_at IS NULL);

create table clean.rejoined (
  record_id uuid not null,
  version integer not null,
  from_id uuid not null,
  to_id uuid not null,
  at timestamp with time zone not null,
  constraint rejoined_pkey PRIMARY KEY (record_id, version)
);

create table clean.system (
  id uuid not null,
  name text not null,
  way text not null,
  state text default 'active'::text not null,
  target jsonb not null,
  secret bytea,
  mapping jsonb not null,
  sends_protected boolean default false not null,
  source_id uuid,
  schedule jsonb,
  limit_hours integer not null,
  responsible_id uuid not null,
  token_id uuid,
  version integer default 1 not null,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  held_until timestamp with time zone,
  failures integer default 0 not null,
  last_error text,
  last_error_at timestamp with time zone,
  last_ack_at timestamp with time zone,
  next_file_at timestamp with time zone,
  file_no integer default 0 not null,
  feed_no bigint default 0 not null,
  lease_until timestamp with time zone,
  fence integer default 0 not null,
  sending_all uuid,
  constraint system_pkey PRIMARY KEY (id),
  constraint system_limit_hours_check CHECK ((limit_hours > 0)),
  constraint system_state_check CHECK ((state = ANY (ARRAY['active'::text, 'paused'::text, 'removed'::text]))),
  constraint system_way_check CHECK ((way = ANY (ARRAY['hook'::text, 'folder'::text, 'sftp'::text, 'pull'::text, 'person'::text])))
);
CREATE INDEX system_of_token ON clean.system USING btree (token_id) WHERE (token_id IS NOT NULL);

create table collect.alias_told (
  source_id uuid not null,
  person text not null,
  previous text not null,
  first_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  times integer not null,
  constraint alias_told_pkey PRIMARY KEY (source_id, person, previous)
);

create table collect.erased (
  hash bytea not null,
  erasure_id uuid not null,
  at timestamp with time zone not null,
  constraint erased_pkey PRIMARY KEY (hash)
);
CREATE INDEX erased_erasure ON collect.erased USING btree (erasure_id);

create table collect.event (
  source_id uuid not null,
  message_id uuid not null,
  turn uuid not null,
  received_at timestamp with time zone not null,
  state text not null,
  payload bytea,
  at timestamp with time zone,
  anonymous uuid,
  person text,
  constraint event_pkey PRIMARY KEY (source_id, message_id),
  constraint event_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'applied'::text, 'anonymous'::text, 'bad'::text])))
);
CREATE INDEX event_anonymous ON collect.event USING btree (source_id, anonymous, at) WHERE (anonymous IS NOT NULL);
CREATE INDEX event_person ON collect.event USING btree (source_id, person) WHERE (anonymous IS NOT NULL);
CREATE INDEX event_received ON collect.event USING brin (received_at);
CREATE INDEX event_waiting ON collect.event USING btree (source_id, turn) WHERE (state = 'waiting'::text);

create table collect.event_source (
  source_id uuid not null,
  currency text not null,
  created_at timestamp with time zone not null,
  last_at timestamp with time zone,
  constraint event_source_pkey PRIMARY KEY (source_id),
  constraint event_source_source_id_fkey FOREIGN KEY (source_id) REFERENCES collect.source(id)
);

create table collect.event_state (
  source_id uuid not null,
  kind text not null,
  key text not null,
  person text,
  state jsonb not null,
  constraint event_state_pkey PRIMARY KEY (source_id, kind, key)
);
CREATE INDEX event_state_person ON collect.event_state USING btree (source_id, person);

create table collect.form (
  id uuid not null,
  key text not null,
  source_id uuid not null,
  name text not null,
  title text not null,
  intro text not null,
  language text not null,
  fields jsonb not null,
  ask text,
  channels text[] not null,
  wording integer not null,
  returns text[] not null,
  days integer not null,
  version integer not null,
  created_at timestamp with time zone not null,
  created_by uuid,
  ended_at timestamp with time zone,
  constraint form_pkey PRIMARY KEY (id),
  constraint form_ask_check CHECK ((ask = ANY (ARRAY['inquiry'::text, 'wish'::text, 'feedback'::text]))),
  constraint form_key_key UNIQUE (key),
  constraint form_language_check CHECK ((language = ANY (ARRAY['fi'::text, 'en'::text]))),
  constraint form_source_id_fkey FOREIGN KEY (source_id) REFERENCES collect.source(id)
);
CREATE INDEX form_source ON collect.form USING btree (source_id);

create table collect.form_entry (
  id uuid not null,
  form_id uuid not null,
  token_hash bytea not null,
  token bytea,
  state text not null,
  answers bytea,
  email text,
  wording integer,
  sent_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  mailed_at timestamp with time zone,
  confirmed_at timestamp with time zone,
  record_id uuid,
  constraint form_entry_pkey PRIMARY KEY (id),
  constraint form_entry_form_id_fkey FOREIGN KEY (form_id) REFERENCES collect.form(id),
  constraint form_entry_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'confirmed'::text])))
);
CREATE INDEX form_entry_email ON collect.form_entry USING btree (email) WHERE (email IS NOT NULL);
CREATE INDEX form_entry_expires ON collect.form_entry USING btree (expires_at) WHERE (state = 'waiting'::text);
CREATE INDEX form_entry_form ON collect.form_entry USING btree (form_id, sent_at);
CREATE INDEX form_entry_record ON collect.form_entry USING btree (record_id) WHERE (record_id IS NOT NULL);
CREATE INDEX form_entry_token ON collect.form_entry USING btree (token_hash);

create table collect.form_wording (
  form_id uuid not null,
  wording integer not null,
  text text not null,
  channels text[] not null,
  language text not null,
  since timestamp with time zone not null,
  constraint form_wording_pkey PRIMARY KEY (form_id, wording),
  constraint form_wording_form_id_fkey FOREIGN KEY (form_id) REFERENCES collect.form(id)
);

create table collect.hook (
  id uuid not null,
  key text not null,
  source_id uuid not null,
  name text not null,
  preset text not null,
  scheme text not null,
  header text,
  secret bytea not null,
  currency text not null,
  parts jsonb,
  version integer not null,
  created_at timestamp with time zone not null,
  created_by uuid,
  ended_at timestamp with time zone,
  last_at timestamp with time zone,
  refused integer not null,
  refused_at timestamp with time zone,
  constraint hook_pkey PRIMARY KEY (id),
  constraint hook_key_key UNIQUE (key),
  constraint hook_preset_check CHECK ((preset = ANY (ARRAY['shopify'::text, 'woocommerce'::text, 'own'::text]))),
  constraint hook_scheme_check CHECK ((scheme = ANY (ARRAY['standard'::text, 'shopify'::text, 'woocommerce'::text, 'stripe'::text, 'token'::text]))),
  constraint hook_source_id_fkey FOREIGN KEY (source_id) REFERENCES collect.source(id)
);
CREATE INDEX hook_source ON collect.hook USING btree (source_id);

create table collect.hook_delivery (
  hook_id uuid not null,
  delivery_id uuid not null,
  turn uuid not null,
  received_at timestamp with time zone not null,
  topic text,
  state text not null,
  payload bytea,
  faults jsonb not null,
  constraint hook_delivery_pkey PRIMARY KEY (hook_id, delivery_id),
  constraint hook_delivery_hook_id_fkey FOREIGN KEY (hook_id) REFERENCES collect.hook(id),
  constraint hook_delivery_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'applied'::text, 'faulty'::text, 'older'::text, 'same'::text, 'ignored'::text])))
);
CREATE INDEX hook_delivery_open ON collect.hook_delivery USING btree (turn) WHERE (state = 'waiting'::text);
CREATE INDEX hook_delivery_received ON collect.hook_delivery USING btree (received_at);
CREATE INDEX hook_delivery_turn ON collect.hook_delivery USING btree (hook_id, turn);
CREATE INDEX hook_delivery_waiting ON collect.hook_delivery USING btree (hook_id, turn) WHERE (state = 'waiting'::text);

create table collect.hook_told (
  source_id uuid not null,
  record_id uuid not null,
  fullness integer not null,
  at timestamp with time zone not null,
  content uuid not null,
  constraint hook_told_pkey PRIMARY KEY (source_id, record_id)
);

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
  files_cleared_at timestamp with time zone,
  let_in_by uuid,
  let_in_at timestamp with time zone,
  measured jsonb,
  effects jsonb,
  rolled_back_by uuid,
  rolled_back_at timestamp with time zone,
  rollback_done integer default 0 not null,
  rollback_total integer,
  constraint import_pkey PRIMARY KEY (id),
  constraint import_source_id_fkey FOREIGN KEY (source_id) REFERENCES collect.source(id),
  constraint import_state_check CHECK ((state = ANY (ARRAY['planned'::text, 'queued'::text, 'running'::text, 'held'::text, 'finished'::text, 'failed'::text, 'cancelled'::text, 'rollingBack'::text, 'rolledBack'::text])))
);
CREATE INDEX import_created ON collect.import USING btree (created_at DESC, id);
CREATE INDEX import_uploads ON collect.import USING btree (created_at) WHERE (files_cleared_at IS NULL);

create table collect.import_effect (
  import_id uuid not null,
  what text not null,
  field text not null,
  nth integer not null,
  customer_id uuid,
  file_no smallint,
  line_no integer,
  old text,
  told text,
  constraint import_effect_pkey PRIMARY KEY (import_id, what, field, nth),
  constraint import_effect_import_id_fkey FOREIGN KEY (import_id) REFERENCES collect.import(id),
  constraint import_effect_what_check CHECK ((what = ANY (ARRAY['filled'::text, 'changed'::text, 'kept'::text, 'new'::text])))
);

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
  plan jsonb default '{}'::jsonb not null,
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
  again boolean default false not null,
  constraint import_line_pkey PRIMARY KEY (import_id, bucket, file_no, line_no)
);
CREATE INDEX import_line_again ON collect.import_line USING btree (record_id) WHERE again;

create table collect.mail_evidence (
  source_id uuid not null,
  email text not null,
  what text not null,
  person text not null,
  last_at timestamp with time zone not null,
  constraint mail_evidence_pkey PRIMARY KEY (source_id, email, what),
  constraint mail_evidence_what_check CHECK ((what = ANY (ARRAY['delivered'::text, 'opened'::text, 'clicked'::text, 'bounced'::text, 'spam'::text, 'unsubscribed'::text])))
);
CREATE INDEX mail_evidence_person ON collect.mail_evidence USING btree (source_id, person);

create table collect.quarantine (
  id uuid not null,
  content uuid not null,
  source_id uuid not null,
  layout_id uuid not null,
  entrance text not null,
  kind text not null,
  state text not null,
  import_id uuid,
  file_no smallint not null,
  line_no integer not null,
  told_at timestamp with time zone not null,
  first_at timestamp with time zone not null,
  times integer not null,
  cells bytea not null,
  draft bytea,
  code text not null,
  field text not null,
  faults jsonb not null,
  act_id uuid,
  before bytea,
  outcome text,
  record_id uuid,
  reason text,
  settled_at timestamp with time zone,
  settled_by uuid,
  came_with jsonb,
  constraint quarantine_pkey PRIMARY KEY (id),
  constraint quarantine_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'mended'::text, 'dropped'::text])))
);
CREATE INDEX quarantine_act ON collect.quarantine USING btree (act_id) WHERE (act_id IS NOT NULL);
CREATE INDEX quarantine_cause ON collect.quarantine USING btree (source_id, layout_id, code, field, told_at, file_no, line_no, id) WHERE (state = 'waiting'::text);
CREATE INDEX quarantine_content ON collect.quarantine USING btree (content);
CREATE INDEX quarantine_first ON collect.quarantine USING btree (first_at) WHERE (entrance <> 'import'::text);
CREATE INDEX quarantine_import ON collect.quarantine USING btree (import_id, state) WHERE (import_id IS NOT NULL);
CREATE INDEX quarantine_place ON collect.quarantine USING btree (told_at, file_no, line_no, id) WHERE (state = 'waiting'::text);
CREATE INDEX quarantine_record ON collect.quarantine USING btree (record_id) WHERE (record_id IS NOT NULL);
CREATE INDEX quarantine_state ON collect.quarantine USING btree (state, source_id, told_at, file_no, line_no, id) WHERE (state <> 'waiting'::text);

create table collect.quarantine_layout (
  id uuid not null,
  source_id uuid not null,
  kind text not null,
  name text not null,
  columns jsonb not null,
  mapping jsonb not null,
  currency text not null,
  delimiter text,
  told_at timestamp with time zone not null,
  constraint quarantine_layout_pkey PRIMARY KEY (id),
  constraint quarantine_layout_source_id_fkey FOREIGN KEY (source_id) REFERENCES collect.source(id)
);
CREATE INDEX quarantine_layout_source ON collect.quarantine_layout USING btree (source_id, told_at);

create table collect.quarantine_line (
  import_id uuid not null,
  file_no smallint not null,
  line_no integer not null,
  quarantine_id uuid not null,
  told_at timestamp with time zone not null,
  constraint quarantine_line_pkey PRIMARY KEY (import_id, file_no, line_no)
);
CREATE INDEX quarantine_line_row ON collect.quarantine_line USING btree (quarantine_id);

create table collect.quarantine_run (
  id uuid not null,
  filter jsonb not null,
  state text not null,
  total integer not null,
  done integer default 0 not null,
  outcomes jsonb default '{}'::jsonb not null,
  place jsonb,
  cancel_asked boolean default false not null,
  started_by uuid,
  created_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  constraint quarantine_run_pkey PRIMARY KEY (id),
  constraint quarantine_run_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'running'::text, 'finished'::text, 'cancelled'::text, 'failed'::text])))
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
  parent_id uuid,
  read_import uuid,
  read_file smallint,
  constraint record_pkey PRIMARY KEY (id),
  constraint record_state_check CHECK ((state = ANY (ARRAY['live'::text, 'unassigned'::text, 'waiting'::text])))
);
CREATE INDEX record_import ON collect.record USING btree (import_id) WHERE (import_id IS NOT NULL);
CREATE INDEX record_parent ON collect.record USING btree (parent_id) WHERE (parent_id IS NOT NULL);
CREATE INDEX record_received ON collect.record USING brin (received_at);
CREATE INDEX record_through ON collect.record USING btree (identity_id) WHERE (identity_id <> id);
CREATE INDEX record_without_whole ON collect.record USING btree (import_id) WHERE ((kind = 'purchaseLine'::text) AND (parent_id IS NULL));

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
  read_import uuid,
  read_file smallint,
  constraint record_past_pkey PRIMARY KEY (record_id, version)
);
CREATE INDEX record_past_blank ON collect.record_past USING btree (record_id) WHERE (octet_length(payload) = 0);
CREATE INDEX record_past_import ON collect.record_past USING btree (import_id) WHERE (import_id IS NOT NULL);
CREATE INDEX record_past_received ON collect.record_past USING brin (received_at);
CREATE INDEX record_past_through ON collect.record_past USING btree (identity_id) WHERE (identity_id <> record_id);

create table collect.source (
  id uuid not null,
  name text not null,
  name_key text not null,
  trust smallint not null,
  has_customers boolean default false not null,
  created_at timestamp with time zone not null,
  limits jsonb,
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

create table collect.write_key (
  id uuid not null,
  source_id uuid not null,
  key text not null,
  name text not null,
  created_at timestamp with time zone not null,
  created_by uuid,
  revoked_at timestamp with time zone,
  constraint write_key_pkey PRIMARY KEY (id),
  constraint write_key_key_key UNIQUE (key),
  constraint write_key_source_id_fkey FOREIGN KEY (source_id) REFERENCES collect.event_source(source_id)
);
CREATE INDEX write_key_source ON collect.write_key USING btree (source_id, created_at);

create table company.entry_event (
  id uuid not null,
  user_id uuid not null,
  actor_id uuid not null,
  at timestamp with time zone not null,
  what text not null,
  details jsonb not null,
  constraint entry_event_pkey PRIMARY KEY (id),
  constraint entry_event_user_id_fkey FOREIGN KEY (user_id) REFERENCES company."user"(id)
);
CREATE INDEX entry_event_of_user ON company.entry_event USING btree (user_id, at DESC);

create table company.half_entry (
  token_hash bytea not null,
  user_id uuid not null,
  entered_by text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  tries smallint not null,
  constraint half_entry_pkey PRIMARY KEY (token_hash),
  constraint half_entry_user_id_fkey FOREIGN KEY (user_id) REFERENCES company."user"(id)
);
CREATE INDEX half_entry_of_user ON company.half_entry USING btree (user_id);

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

create table company.provider_entry (
  state_hash bytea not null,
  browser_hash bytea not null,
  nonce text not null,
  verifier text not null,
  wanted text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint provider_entry_pkey PRIMARY KEY (state_hash)
);

create table company.provider_link (
  issuer text not null,
  subject text not null,
  user_id uuid not null,
  created_at timestamp with time zone not null,
  constraint provider_link_pkey PRIMARY KEY (issuer, subject),
  constraint provider_link_user_id_fkey FOREIGN KEY (user_id) REFERENCES company."user"(id)
);
CREATE UNIQUE INDEX provider_link_of_user ON company.provider_link USING btree (user_id, issuer);

create table company.recovery_code (
  code_hash bytea not null,
  user_id uuid not null,
  created_at timestamp with time zone not null,
  constraint recovery_code_pkey PRIMARY KEY (code_hash),
  constraint recovery_code_user_id_fkey FOREIGN KEY (user_id) REFERENCES company."user"(id)
);
CREATE INDEX recovery_code_of_user ON company.recovery_code USING btree (user_id);

create table company.second_factor (
  user_id uuid not null,
  secret bytea not null,
  created_at timestamp with time zone not null,
  confirmed_at timestamp with time zone,
  last_step bigint not null,
  constraint second_factor_pkey PRIMARY KEY (user_id),
  constraint second_factor_user_id_fkey FOREIGN KEY (user_id) REFERENCES company."user"(id)
);

create table company.session (
  token_hash bytea not null,
  id uuid not null,
  user_id uuid not null,
  created_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  entered_by text default 'password'::text not null,
  constraint session_pkey PRIMARY KEY (token_hash),
  constraint session_user_id_fkey FOREIGN KEY (user_id) REFERENCES company."user"(id)
);
CREATE INDEX session_expires ON company.session USING btree (expires_at);
CREATE INDEX session_of_user ON company.session USING btree (user_id);

create table company.setting (
  name text not null,
  value jsonb not null,
  changed_at timestamp with time zone not null,
  changed_by uuid not null,
  constraint setting_pkey PRIMARY KEY (name)
);

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

create table know.access (
  customer_id uuid not null,
  at timestamp with time zone not null,
  id uuid not null,
  actor_id uuid not null,
  token_id uuid,
  way text not null,
  times integer not null,
  constraint access_pkey PRIMARY KEY (customer_id, at, id),
  constraint access_times_check CHECK ((times > 0))
);
CREATE INDEX access_newest ON know.access USING btree (at, id);
CREATE INDEX access_of_actor ON know.access USING btree (actor_id, at, id);

create table know.access_many (
  id uuid not null,
  at timestamp with time zone not null,
  actor_id uuid not null,
  token_id uuid,
  way text not null,
  rows integer not null,
  question jsonb not null,
  export_id uuid,
  times integer not null,
  constraint access_many_pkey PRIMARY KEY (id),
  constraint access_many_times_check CHECK ((times > 0))
);
CREATE INDEX access_many_newest ON know.access_many USING btree (at, id);
CREATE INDEX access_many_of_actor ON know.access_many USING btree (actor_id, at, id);

create table know.bucket (
  customer_id uuid not null,
  day date not null,
  events integer not null,
  kind text collate "C" not null,
  category text collate "C" not null,
  channel text collate "C" not null,
  currency text collate "C" not null,
  amount numeric not null,
  quantity numeric not null,
  constraint bucket_pkey PRIMARY KEY (customer_id, kind, day, category, channel, currency)
);
CREATE INDEX bucket_when ON know.bucket USING btree (kind, category, day) INCLUDE (customer_id, events, currency, amount);

create table know.bulk_edit (
  id uuid not null,
  selection jsonb not null,
  change jsonb not null,
  actor_id uuid not null,
  actor jsonb not null,
  asked_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  state text not null,
  cancel_asked boolean default false not null,
  total integer not null,
  constraint bulk_edit_pkey PRIMARY KEY (id),
  constraint bulk_edit_state_check CHECK ((state = ANY (ARRAY['running'::text, 'finished'::text, 'cancelled'::text, 'undoing'::text, 'undone'::text])))
);

create table know.bulk_edit_row (
  bulk_id uuid not null,
  customer_id uuid not null,
  version integer not null,
  state text default 'waiting'::text not null,
  because text,
  entry_id uuid,
  constraint bulk_edit_row_pkey PRIMARY KEY (bulk_id, customer_id),
  constraint bulk_edit_row_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'done'::text, 'same'::text, 'refused'::text, 'undone'::text, 'kept'::text])))
);
CREATE INDEX bulk_edit_row_state ON know.bulk_edit_row USING btree (bulk_id, state, customer_id);

create table know.cleanup_left (
  field text not null,
  values_key uuid not null,
  values_told jsonb not null,
  at timestamp with time zone not null,
  by_id uuid,
  constraint cleanup_left_pkey PRIMARY KEY (field, values_key)
);

create table know.cleanup_search (
  id uuid not null,
  field text not null,
  asked_at timestamp with time zone not null,
  asked_by uuid,
  state text not null,
  finished_at timestamp with time zone,
  distinct_values integer,
  clusters jsonb,
  constraint cleanup_search_pkey PRIMARY KEY (id),
  constraint cleanup_search_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text])))
);
CREATE INDEX cleanup_search_at ON know.cleanup_search USING btree (asked_at DESC);

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
CREATE INDEX customer_city ON know.customer USING btree (lower(
CASE
    WHEN protected THEN NULL::text
    ELSE city
END), id);
CREATE INDEX customer_sort ON know.customer USING btree (sort_key, id);
CREATE INDEX customer_updated ON know.customer USING btree (updated_at, id);

create table know.deviation (
  customer_id uuid not null,
  kind text not null,
  since date not null,
  found_on date not null,
  size real not null,
  bits real not null,
  evidence jsonb not null,
  ended_on date,
  version integer not null,
  constraint deviation_pkey PRIMARY KEY (customer_id, kind, found_on),
  constraint deviation_kind_check CHECK ((kind = ANY (ARRAY['drop'::text, 'rise'::text, 'basketDown'::text, 'basketUp'::text, 'returns'::text, 'category'::text, 'channel'::text])))
);
CREATE INDEX deviation_open ON know.deviation USING btree (found_on DESC, customer_id, kind) WHERE (ended_on IS NULL);

create table know.deviation_model (
  version integer not null,
  id uuid not null,
  made_at timestamp with time zone not null,
  first_week date not null,
  monitored_from date not null,
  as_of date not null,
  customers integer not null,
  model jsonb not null,
  constraint deviation_model_pkey PRIMARY KEY (version)
);

create table know.deviation_run (
  id uuid not null,
  state text not null,
  done integer not null,
  total integer not null,
  asked_by uuid,
  asked_at timestamp with time zone not null,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  constraint deviation_run_pkey PRIMARY KEY (id),
  constraint deviation_run_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text])))
);

create table know.erasure (
  id uuid not null,
  customer_id uuid not null,
  at timestamp with time zone not null,
  actor_id uuid,
  reason text not null,
  removed jsonb not null,
  held jsonb not null,
  kept_as uuid,
  constraint erasure_pkey PRIMARY KEY (id),
  constraint erasure_reason_check CHECK ((reason = ANY (ARRAY['asked'::text, 'objected'::text, 'unlawful'::text, 'unneeded'::text])))
);
CREATE INDEX erasure_customer ON know.erasure USING btree (customer_id);

create table know.export (
  id uuid not null,
  list text not null,
  format text not null,
  asked jsonb not null,
  actor_id uuid not null,
  asked_at timestamp with time zone not null,
  fetched_at timestamp with time zone,
  rows integer,
  constraint export_pkey PRIMARY KEY (id),
  constraint export_format_check CHECK ((format = ANY (ARRAY['csv'::text, 'xlsx'::text, 'ndjson'::text]))),
  constraint export_list_check CHECK ((list = ANY (ARRAY['customers'::text, 'products'::text, 'purchases'::text, 'interactions'::text]))),
  constraint export_rows CHECK (((rows IS NULL) OR (fetched_at IS NOT NULL)))
);

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
  part text not null,
  faults bigint not null,
  constraint fault_day_pkey PRIMARY KEY (day, source_id, entrance, delivery_id, file_no, kind, field, code, person_id, screen),
  constraint fault_day_part_check CHECK ((part = ANY (ARRAY['import'::text, 'day'::text, 'whole'::text])))
);
CREATE INDEX fault_day_delivery ON know.fault_day USING btree (delivery_id) WHERE (part = 'import'::text);

create table know.forecast (
  customer_id uuid not null,
  version integer not null,
  as_of date not null,
  alive real not null,
  "none" real not null,
  purchases real not null,
  spend bigint,
  value bigint,
  currency text,
  next_purchase date,
  state text not null,
  state_since date,
  purchase_days integer not null,
  first_purchase date not null,
  last_purchase date not null,
  previous_purchase date,
  net numeric,
  future_rank smallint,
  past_rank smallint,
  constraint forecast_pkey PRIMARY KEY (customer_id),
  constraint forecast_state_check CHECK ((state = ANY (ARRAY['active'::text, 'cooling'::text, 'lapsing'::text, 'lost'::text])))
) with (fillfactor=50);
CREATE INDEX forecast_future ON know.forecast USING btree (currency, future_rank) WHERE (future_rank IS NOT NULL);
CREATE INDEX forecast_past ON know.forecast USING btree (currency, past_rank) WHERE (past_rank IS NOT NULL);
CREATE INDEX forecast_state ON know.forecast USING btree (state, customer_id);

create table know.forecast_equity (
  day date not null,
  currency text not null,
  version integer not null,
  customers integer not null,
  value numeric not null,
  before numeric,
  new numeric,
  lapsed numeric,
  frequency numeric,
  spend numeric,
  constraint forecast_equity_pkey PRIMARY KEY (day, currency)
);

create table know.forecast_model (
  version integer not null,
  made_at timestamp with time zone not null,
  as_of date not null,
  data_from date,
  customers integer not null,
  horizon integer not null,
  terms integer,
  fit jsonb not null,
  spend jsonb not null,
  lapse jsonb not null,
  warnings jsonb not null,
  summary jsonb,
  constraint forecast_model_pkey PRIMARY KEY (version)
);

create table know.forecast_run (
  id uuid not null,
  state text not null,
  step text,
  done integer not null,
  total integer not null,
  stop_asked boolean default false not null,
  version integer,
  asked_by uuid,
  asked_at timestamp with time zone not null,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  constraint forecast_run_pkey PRIMARY KEY (id),
  constraint forecast_run_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text, 'stopped'::text])))
);
CREATE INDEX forecast_run_asked ON know.forecast_run USING btree (asked_at DESC);

create table know.forecast_terms (
  version integer not null,
  made_at timestamp with time zone not null,
  made_by uuid,
  margin numeric,
  discount numeric,
  acquisition bigint,
  keeping bigint,
  currency text not null,
  horizon integer,
  constraint forecast_terms_pkey PRIMARY KEY (version)
);

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

create table know.merged (
  customer_id uuid not null,
  version integer not null,
  created_at timestamp with time zone not null,
  archived_at timestamp with time zone,
  into_id uuid not null,
  woken_at timestamp with time zone,
  constraint merged_pkey PRIMARY KEY (customer_id)
);

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

create table know.open_matter (
  customer_id uuid not null,
  kind text collate "C" not null,
  id uuid not null,
  since timestamp with time zone not null,
  origin_id uuid not null,
  constraint open_matter_pkey PRIMARY KEY (customer_id, kind, id)
);
CREATE INDEX open_matter_kind ON know.open_matter USING btree (kind, customer_id);

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

create table know.postcode_city (
  country text collate "C" not null,
  postcode text collate "C" not null,
  city text collate "C" not null,
  addresses integer not null,
  of integer not null,
  agrees boolean not null,
  constraint postcode_city_pkey PRIMARY KEY (country, postcode, city)
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
  in_stock boolean,
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
CREATE INDEX purchase_at ON know.purchase USING btree (at, id);
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
CREATE INDEX purchase_line_sku ON know.purchase_line USING btree (lower(sku), customer_id, purchase_id) WHERE (sku IS NOT NULL);

create table know.redirtied (
  customer_id uuid not null,
  entry_id uuid not null,
  field text not null,
  source_id uuid,
  at timestamp with time zone not null,
  constraint redirtied_pkey PRIMARY KEY (customer_id, entry_id, field)
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
CREATE INDEX rollup_last_purchase ON know.rollup USING btree (last_purchase, customer_id) WHERE (last_purchase IS NOT NULL);

create table know.segment (
  id uuid not null,
  name text not null,
  about text not null,
  condition jsonb,
  ready text,
  origin jsonb,
  owner_id uuid not null,
  shared boolean not null,
  version integer not null,
  condition_version integer not null,
  built_version integer not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint segment_pkey PRIMARY KEY (id)
);

create table know.segment_build (
  segment_id uuid not null,
  run uuid,
  condition_version integer not null,
  why text not null,
  state text not null,
  done integer not null,
  total integer not null,
  asked_at timestamp with time zone not null,
  started_at timestamp with time zone,
  ended_at timestamp with time zone,
  constraint segment_build_pkey PRIMARY KEY (segment_id),
  constraint segment_build_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'building'::text, 'done'::text, 'failed'::text]))),
  constraint segment_build_why_check CHECK ((why = ANY (ARRAY['new'::text, 'condition'::text, 'wide'::text, 'clock'::text, 'asked'::text])))
);

create table know.segment_change (
  customer_id uuid not null,
  segment_id uuid not null,
  turn integer not null,
  entered boolean not null,
  at timestamp with time zone not null,
  because text not null,
  constraint segment_change_pkey PRIMARY KEY (customer_id, segment_id, turn),
  constraint segment_change_because_check CHECK ((because = ANY (ARRAY['change'::text, 'time'::text, 'condition'::text, 'rebuilt'::text, 'gone'::text]))),
  constraint segment_change_turns CHECK ((entered = ((turn % 2) = 1)))
);
CREATE INDEX segment_change_when ON know.segment_change USING btree (segment_id, at DESC, customer_id);

create table know.segment_day (
  id integer not null,
  day date not null,
  constraint segment_day_pkey PRIMARY KEY (id),
  constraint segment_day_id_check CHECK ((id = 1))
);

create table know.segment_due (
  customer_id uuid not null,
  segment_id uuid not null,
  due date not null,
  constraint segment_due_pkey PRIMARY KEY (customer_id, segment_id)
);
CREATE INDEX segment_due_when ON know.segment_due USING btree (segment_id, due);

create table know.segment_meanwhile (
  customer_id uuid not null,
  segment_id uuid not null,
  constraint segment_meanwhile_pkey PRIMARY KEY (customer_id, segment_id)
);
CREATE INDEX segment_meanwhile_of ON know.segment_meanwhile USING btree (segment_id);

create table know.segment_member (
  customer_id uuid not null,
  segment_id uuid not null,
  turn integer not null,
  entered_at timestamp with time zone not null,
  constraint segment_member_pkey PRIMARY KEY (customer_id, segment_id)
);
CREATE INDEX segment_member_of ON know.segment_member USING btree (segment_id, customer_id);

create table know.segment_pick (
  customer_id uuid not null,
  segment_id uuid not null,
  origin_id uuid not null,
  picked_at timestamp with time zone not null,
  constraint segment_pick_pkey PRIMARY KEY (customer_id, segment_id, origin_id)
);
CREATE INDEX segment_pick_of ON know.segment_pick USING btree (segment_id, customer_id);

create table know.segment_size (
  segment_id uuid not null,
  day date not null,
  members integer not null,
  entered integer not null,
  "left" integer not null,
  constraint segment_size_pkey PRIMARY KEY (segment_id, day)
);

create table know.segment_stale (
  customer_id uuid not null,
  mark xid8 not null,
  areas integer not null,
  bulk boolean not null,
  constraint segment_stale_pkey PRIMARY KEY (customer_id, mark, areas)
);
CREATE INDEX segment_stale_soon ON know.segment_stale USING btree (mark) WHERE (NOT bulk);

create table know.segment_wide (
  mark xid8 not null,
  areas integer not null,
  bulk boolean default false not null,
  constraint segment_wide_pkey PRIMARY KEY (mark, areas)
);

create table know.source_alert (
  source_id uuid not null,
  entrance text collate "C" not null,
  day date not null,
  delivery_id uuid not null,
  told bigint not null,
  faulty bigint not null,
  centre real not null,
  upper_limit real not null,
  spread real not null,
  basis smallint not null,
  opened_at timestamp with time zone not null,
  announced_at timestamp with time zone,
  constraint source_alert_pkey PRIMARY KEY (source_id, entrance, day, delivery_id)
);
CREATE INDEX source_alert_opened ON know.source_alert USING btree (opened_at);

create table know.source_measure (
  source_id uuid not null,
  measured_on date not null,
  fact text collate "C" not null,
  measured_at timestamp with time zone not null,
  applicable bigint not null,
  filled bigint not null,
  valid bigint,
  written bigint,
  single bigint,
  agreeing bigint,
  checked bigint,
  correct bigint,
  proven bigint,
  ages jsonb,
  first_at timestamp with time zone,
  last_at timestamp with time zone,
  constraint source_measure_pkey PRIMARY KEY (source_id, measured_on, fact)
);

create table know.source_measuring (
  id uuid not null,
  source_id uuid,
  state text not null,
  step text,
  done smallint not null,
  total smallint not null,
  asked_by uuid,
  asked_at timestamp with time zone not null,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  constraint source_measuring_pkey PRIMARY KEY (id),
  constraint source_measuring_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text])))
);
CREATE INDEX source_measuring_asked ON know.source_measuring USING btree (asked_at DESC);

create table know.source_owner (
  source_id uuid not null,
  user_id uuid not null,
  set_at timestamp with time zone not null,
  set_by uuid,
  constraint source_owner_pkey PRIMARY KEY (source_id)
);

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

create table know.suggestion_excluded (
  customer_id uuid not null,
  id uuid not null,
  source_id uuid not null,
  code text not null,
  at timestamp with time zone not null,
  actor_id uuid,
  origin_id uuid not null,
  constraint suggestion_excluded_pkey PRIMARY KEY (customer_id, id)
);

create table know.suggestion_favourite (
  version integer not null,
  kind text not null,
  value text not null,
  customers integer not null,
  products integer[] not null,
  buyers integer[] not null,
  constraint suggestion_favourite_pkey PRIMARY KEY (version, kind, value),
  constraint suggestion_favourite_kind_check CHECK ((kind = ANY (ARRAY['all'::text, 'city'::text, 'category'::text])))
);

create table know.suggestion_model (
  version integer not null,
  made_at timestamp with time zone not null,
  data_from date not null,
  data_to date not null,
  customers integer not null,
  products integer not null,
  pairs bigint not null,
  covered integer not null,
  lambda real not null,
  popularity real not null,
  outside real not null,
  quality jsonb,
  again_by text default 'rhythm'::text not null,
  constraint suggestion_model_pkey PRIMARY KEY (version),
  constraint suggestion_model_again_by_check CHECK ((again_by = ANY (ARRAY['count'::text, 'rhythm'::text])))
);

create table know.suggestion_product (
  version integer not null,
  product integer not null,
  source_id uuid not null,
  code text not null,
  name text,
  category text,
  buyers integer not null,
  base real not null,
  refill_days real,
  refill_share real not null,
  others integer[] not null,
  weights real[] not null,
  constraint suggestion_product_pkey PRIMARY KEY (version, product)
);
CREATE INDEX suggestion_product_base ON know.suggestion_product USING btree (version, base DESC, product);
CREATE UNIQUE INDEX suggestion_product_code ON know.suggestion_product USING btree (version, source_id, code);

create table know.suggestion_run (
  id uuid not null,
  state text not null,
  step text,
  done integer not null,
  total integer not null,
  stop_asked boolean default false not null,
  asked_by uuid,
  asked_at timestamp with time zone not null,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  constraint suggestion_run_pkey PRIMARY KEY (id),
  constraint suggestion_run_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text, 'stopped'::text])))
);
CREATE INDEX suggestion_run_asked ON know.suggestion_run USING btree (asked_at DESC);

create table know.suggestion_silenced (
  source_id uuid not null,
  code text not null,
  at timestamp with time zone not null,
  actor_id uuid,
  constraint suggestion_silenced_pkey PRIMARY KEY (source_id, code)
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
CREATE INDEX timeline_encounters ON know.timeline USING btree (at, id) WHERE (kind = ANY (ARRAY['call'::text, 'mail'::text, 'visit'::text, 'note'::text, 'wish'::text, 'inquiry'::text, 'complaint'::text, 'feedback'::text, 'lead'::text, 'deal'::text, 'other'::text]));
CREATE INDEX timeline_heard ON know.timeline USING btree (at DESC, customer_id) WHERE (kind = ANY (ARRAY['wish'::text, 'complaint'::text]));

create table know.told_day (
  day date not null,
  source_id uuid not null,
  entrance text collate "C" not null,
  delivery_id uuid not null,
  file_no smallint not null,
  kind text collate "C" not null,
  person_id uuid not null,
  screen text collate "C" not null,
  part text not null,
  told bigint not null,
  faulty bigint not null,
  constraint told_day_pkey PRIMARY KEY (day, source_id, entrance, delivery_id, file_no, kind, person_id, screen),
  constraint told_day_part_check CHECK ((part = ANY (ARRAY['import'::text, 'day'::text, 'whole'::text])))
);
CREATE INDEX told_day_delivery ON know.told_day USING btree (delivery_id) WHERE (part = 'import'::text);
CREATE INDEX told_day_source ON know.told_day USING btree (source_id, entrance, day);

create table know.view (
  id uuid not null,
  list text not null,
  name text not null,
  columns jsonb not null,
  sort jsonb,
  conditions jsonb,
  owner_id uuid not null,
  shared boolean not null,
  version integer not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint view_pkey PRIMARY KEY (id),
  constraint view_list_check CHECK ((list = ANY (ARRAY['customers'::text, 'products'::text, 'purchases'::text, 'interactions'::text])))
);
CREATE INDEX view_of_list ON know.view USING btree (list, name);

create table know.watch_letter (
  user_id uuid not null,
  week date not null,
  sent_at timestamp with time zone not null,
  constraint watch_letter_pkey PRIMARY KEY (user_id, week)
);

create table know.watch_state (
  id smallint not null,
  until timestamp with time zone not null,
  counted_at timestamp with time zone not null,
  rebuilt_at timestamp with time zone,
  redirtied integer default 0 not null,
  constraint watch_state_pkey PRIMARY KEY (id),
  constraint watch_state_id_check CHECK ((id = 1))
);

create table platform.backup (
  id uuid not null,
  kind text not null,
  place text not null,
  state text not null,
  started_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  bytes bigint,
  problem text,
  verified_at timestamp with time zone,
  restored_at timestamp with time zone,
  constraint backup_pkey PRIMARY KEY (id),
  constraint backup_kind_check CHECK ((kind = ANY (ARRAY['physical'::text, 'logical'::text]))),
  constraint backup_state_check CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'failed'::text])))
);
CREATE INDEX backup_started ON platform.backup USING btree (started_at DESC);

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
