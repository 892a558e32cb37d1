-- Who was erased, as keyed hashes that say nothing without the key in the data folder: their rows stay out when they are told again.
create table collect.erased (
  hash bytea primary key, -- HMAC-SHA-256 of kind and value
  erasure_id uuid not null,
  at timestamptz not null
);
create index erased_erasure on collect.erased (erasure_id);
