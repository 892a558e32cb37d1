-- Kept current as things happen; `rebuild` makes the same rows from the timeline and is the oracle of the tests.
create table know.rollup (
  customer_id uuid primary key,
  events int not null,
  purchases int not null,
  purchase_days int not null, -- calendar days of the company's zone with a purchase
  first_purchase date,
  last_purchase date,
  previous_purchase date, -- the purchase day before the last one: a gap that was won back shows here
  returns int not null, -- returns and cancellations
  contacts int not null, -- calls, mails, visits, inquiries, complaints, feedback, wishes
  complaints int not null,
  last_contact timestamptz,
  last_event timestamptz
) with (fillfactor = 85); -- no column but the key is indexed: a refresh rewrites the row within its page

-- Minor units; numeric because a sum of what strangers write may leave 64 bits.
create table know.spend (
  customer_id uuid not null,
  currency text not null,
  gross numeric not null, -- purchases
  refunded numeric not null, -- what came back: negative returns and cancellations, as a positive sum
  net numeric not null,
  primary key (customer_id, currency)
);
create index spend_net on know.spend (currency, net desc, customer_id);

-- Each transaction leaves a mark of its own, so that marking never waits and a refresh takes away only marks whose events it has seen.
create table know.stale (
  customer_id uuid not null,
  mark xid8 not null, -- the transaction that changed the timeline
  primary key (customer_id, mark)
);

-- Nightly cut points of the RFM scores: a value scores 1 + the number of cuts it has reached. Never changed afterwards.
create table know.rfm_cut (
  version int primary key,
  made_at timestamptz not null,
  customers int not null, -- with purchases
  mean_interval numeric, -- days between purchase days over all customers who came again
  recency jsonb not null, -- cuts of the last purchase day, as days since 1970
  frequency jsonb not null, -- cuts of the number of purchase days
  monetary jsonb not null -- currency -> customers and cuts of net spend in it
);
