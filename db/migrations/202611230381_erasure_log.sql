-- What became of a request to be forgotten: no value of the person, only what was removed and what the law keeps.
create table know.erasure (
  id uuid primary key,
  customer_id uuid not null,
  at timestamptz not null,
  actor_id uuid,
  reason text not null check (reason in ('asked', 'objected', 'unlawful', 'unneeded')),
  removed jsonb not null, -- what -> how many
  held jsonb not null, -- what stays, why, and until when
  kept_as uuid -- the nameless customer who has what stays
);
create index erasure_customer on know.erasure (customer_id);
