-- What is open with a customer: written by whoever keeps it (cases, complaints, offers), read by conditions. A matter that is closed has no row.
create table know.open_matter (
  customer_id uuid not null,
  kind text collate "C" not null,
  id uuid not null,
  since timestamptz not null,
  origin_id uuid not null, -- the customer record it came through
  primary key (customer_id, kind, id)
);
create index open_matter_kind on know.open_matter (kind, customer_id);
