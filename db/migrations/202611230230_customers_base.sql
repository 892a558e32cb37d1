create schema if not exists know;
create extension if not exists pg_trgm with schema public;

create table know.customer (
  id uuid primary key, -- UUIDv7: newest first is the key read backwards
  kind text not null check (kind in ('person', 'organisation')),
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
  protected boolean not null default false,
  customer_since timestamptz,
  lead_source text,
  version int not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz
);
create index customer_sort on know.customer (sort_key, id);

-- Words of names: search goes word -> customers, so that a part of a common name needs no scan of the customers.
create table know.name_token (
  token text collate "C" not null,
  customer_id uuid not null,
  primary key (token, customer_id)
);
create table know.name_word (
  token text collate "C" primary key,
  folded text collate "C" not null
);
create index name_word_folded on know.name_word (folded);
create index name_word_part on know.name_word using gin (folded gin_trgm_ops);
