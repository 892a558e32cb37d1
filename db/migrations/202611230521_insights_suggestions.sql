-- What buying one product says of others. A product is what a source calls it: its stock number, else what the line says.
-- Never changed afterwards; the latest is in force, the one before stays for whoever is reading it.
create table know.suggestion_model (
  version int primary key,
  made_at timestamptz not null,
  data_from date not null, -- first and last day of the purchases it was learned from
  data_to date not null,
  customers int not null,
  products int not null,
  pairs bigint not null, -- of customer and product
  covered int not null, -- products that EASE covers
  lambda real not null,
  popularity real not null, -- how the parts are mixed
  outside real not null,
  quality jsonb -- on the last part of the data, told by what came before; null where there was too little
);

create table know.suggestion_product (
  version int not null,
  product int not null, -- number within the version
  source_id uuid not null,
  code text not null,
  name text,
  category text,
  buyers int not null,
  base real not null, -- what it scores for anybody
  refill_days real, -- usual days between two purchases of it
  refill_share real not null, -- of its buyers who bought it again
  others int[] not null, -- the products that it leads to, and how strongly
  weights real[] not null,
  constraint suggestion_product_pkey primary key (version, product)
);
create unique index suggestion_product_code on know.suggestion_product (version, source_id, code);
create index suggestion_product_base on know.suggestion_product (version, base desc, product);

-- For whoever has bought nothing: what those like them buy most.
create table know.suggestion_favourite (
  version int not null,
  kind text not null check (kind in ('all', 'city', 'category')),
  value text not null, -- city or category in small letters; empty for all
  customers int not null,
  products int[] not null, -- best first
  buyers int[] not null,
  constraint suggestion_favourite_pkey primary key (version, kind, value)
);

-- Not for this customer.
create table know.suggestion_excluded (
  customer_id uuid not null,
  id uuid not null,
  source_id uuid not null,
  code text not null,
  at timestamptz not null,
  actor_id uuid,
  origin_id uuid not null,
  constraint suggestion_excluded_pkey primary key (customer_id, id)
);

-- Not for anybody.
create table know.suggestion_silenced (
  source_id uuid not null,
  code text not null,
  at timestamptz not null,
  actor_id uuid,
  constraint suggestion_silenced_pkey primary key (source_id, code)
);

create table know.suggestion_run (
  id uuid primary key,
  state text not null check (state in ('waiting', 'running', 'done', 'failed', 'stopped')),
  step text,
  done int not null,
  total int not null,
  stop_asked boolean not null default false,
  asked_by uuid,
  asked_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz
);
create index suggestion_run_asked on know.suggestion_run (asked_at desc);
