create table know.product (
  id uuid primary key, -- of source and sku
  source_id uuid not null,
  sku text not null,
  name text,
  category text,
  price numeric,
  currency text,
  attributes jsonb
);
create index product_sku on know.product (sku);

create table know.purchase (
  customer_id uuid not null,
  id uuid not null,
  number text collate "C",
  at timestamptz not null,
  type text not null check (type in ('purchase', 'return', 'cancellation')),
  status text,
  channel text,
  currency text not null,
  stated_total bigint, -- as the source says, minor units
  stated_net bigint,
  total bigint, -- stated, else the sum of the lines
  items int not null default 0,
  source_id uuid not null,
  origin_id uuid not null,
  primary key (customer_id, id)
);
create index purchase_number on know.purchase (number) where number is not null;

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
  duplicate boolean not null default false, -- an exact copy of an earlier line of the same file
  source_id uuid not null,
  origin_id uuid not null,
  primary key (customer_id, purchase_id, id)
);

create table know.invoice (
  customer_id uuid not null,
  id uuid not null,
  number text collate "C" not null,
  reference text collate "C",
  order_number text,
  at timestamptz not null,
  due_on date,
  paid_at timestamptz,
  total bigint not null,
  net bigint,
  currency text not null,
  status text,
  source_id uuid not null,
  origin_id uuid not null,
  primary key (customer_id, id)
);
create index invoice_number on know.invoice (number);
create index invoice_reference on know.invoice (reference) where reference is not null;

create table know.payment (
  customer_id uuid not null,
  id uuid not null,
  order_number text,
  invoice_number text,
  method text,
  sequence text,
  amount bigint not null,
  currency text not null,
  at timestamptz not null,
  source_id uuid not null,
  origin_id uuid not null,
  primary key (customer_id, id)
);
