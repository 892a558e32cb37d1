alter table collect.import drop constraint import_state_check;
alter table collect.import add constraint import_state_check check (
  state in ('planned', 'queued', 'running', 'held', 'finished', 'failed', 'cancelled', 'rollingBack', 'rolledBack'));
alter table collect.import
  add column let_in_by uuid, -- who let a held delivery pass
  add column let_in_at timestamptz,
  add column measured jsonb, -- what the gate of the source saw before anything was written
  add column effects jsonb, -- field -> what -> customers: what the delivery does to known customers
  add column rolled_back_by uuid,
  add column rolled_back_at timestamptz,
  add column rollback_done int not null default 0, -- records taken back so far
  add column rollback_total int;

-- A line that told what was known already: while it stands, the record stays though its writer is taken back.
alter table collect.import_line add column again boolean not null default false;
create index import_line_again on collect.import_line (record_id) where again;

-- Examples of effects, so that each number opens rows even after a dry run.
create table collect.import_effect (
  import_id uuid not null references collect.import,
  what text not null check (what in ('filled', 'changed', 'kept', 'new')),
  field text not null,
  nth int not null,
  customer_id uuid, -- null: a customer that the dry run only would have made
  file_no smallint,
  line_no int,
  old text,
  told text,
  primary key (import_id, what, field, nth)
);
