create table know.timeline (
  customer_id uuid not null,
  at timestamptz not null,
  id uuid not null,
  kind text not null,
  channel text,
  direction text,
  title text,
  body text,
  amount bigint, -- minor units
  currency text,
  reference text, -- order, invoice or case number
  status text,
  score numeric,
  handler text, -- who of the staff, as the source names them
  actor_id uuid, -- who of the staff, where it was written here
  source_id uuid not null,
  origin_id uuid not null, -- the customer record it came through
  primary key (customer_id, at, id)
);
