-- One change made to many customers: what was chosen, who asked, how far it is; and what became of each, so that it can be taken back.
create table know.bulk_edit (
  id uuid primary key,
  selection jsonb not null,
  change jsonb not null,
  actor_id uuid not null,
  -- what the one who asked was allowed to do: the work is done in their name
  actor jsonb not null,
  asked_at timestamptz not null,
  finished_at timestamptz,
  state text not null check (state in ('running', 'finished', 'cancelled', 'undoing', 'undone')),
  cancel_asked boolean not null default false,
  total int not null
);

create table know.bulk_edit_row (
  bulk_id uuid not null,
  customer_id uuid not null,
  -- of the customer when it was chosen
  version int not null,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'same', 'refused', 'undone', 'kept')),
  -- why it was refused, or why the change stays although the whole was taken back
  because text,
  -- the entry of the history
  entry_id uuid,
  primary key (bulk_id, customer_id)
);
create index bulk_edit_row_state on know.bulk_edit_row (bulk_id, state, customer_id);
