-- What is expected of each customer: derived from the figures and the model in force, made anew every night and with each purchase.
create table know.forecast (
  customer_id uuid primary key,
  version int not null, -- of the model
  as_of date not null, -- the day it is expected from
  alive real not null, -- chance of still being a customer
  none real not null, -- chance of no purchase day within the horizon of the model
  purchases real not null, -- purchase days expected in the next 12 months
  spend bigint, -- expected per purchase day, minor units; null where nothing is known of sums
  value bigint, -- of the next 12 months, minor units: margin (sales where none is given), discounted
  currency text, -- the customer's largest
  next_purchase date, -- by then the next purchase is more likely than not; null: not within three years
  state text not null check (state in ('active', 'cooling', 'lapsing', 'lost')),
  state_since date, -- the day the silence became that long, or the customer came (back); null: active for longer than that
  -- what it was made of: a making that read before another purchase leaves the row alone
  purchase_days int not null,
  first_purchase date not null,
  last_purchase date not null,
  previous_purchase date,
  net numeric, -- spend in the currency, minor units
  -- 1..100 in the last making, by value and by net spend so far within the currency
  future_rank smallint,
  past_rank smallint
) with (fillfactor = 50); -- every night rewrites every row, within its page: no column that moves with the days is indexed
create index forecast_state on know.forecast (state, customer_id);
create index forecast_future on know.forecast (currency, future_rank) where future_rank is not null;
create index forecast_past on know.forecast (currency, past_rank) where past_rank is not null;

-- Never changed afterwards but for the summary; the latest is in force.
create table know.forecast_model (
  version int primary key,
  made_at timestamptz not null,
  as_of date not null, -- the day the histories end
  data_from date, -- the first purchase day of all
  customers int not null, -- with purchases
  horizon int not null, -- days that "no purchase" is about
  terms int, -- version of know.forecast_terms that value is counted with
  fit jsonb not null, -- purchases: model, parameters, likelihood, what is degenerate
  spend jsonb not null, -- currency -> the model of spend
  lapse jsonb not null, -- how "no purchase" is told, and how well each way did on the company's own past
  warnings jsonb not null, -- codes with figures
  summary jsonb -- counts of the customers by it, when all rows were made
);

-- What the company itself says of its economy; each change is a new version. Null: not known.
create table know.forecast_terms (
  version int primary key,
  made_at timestamptz not null,
  made_by uuid,
  margin numeric, -- share of sales, 0..1
  discount numeric, -- of money in a year, 0..1
  acquisition bigint, -- of one new customer, minor units
  keeping bigint, -- of one customer in a year, minor units
  currency text not null,
  horizon int -- days; null: twice the mean interval
);

-- Expected value of all customers together, each night's making, and what moved it in 28 days by the same model.
create table know.forecast_equity (
  day date not null,
  currency text not null,
  version int not null,
  customers int not null,
  value numeric not null, -- minor units
  before numeric, -- 28 days earlier by the same model
  new numeric,
  lapsed numeric,
  frequency numeric,
  spend numeric,
  primary key (day, currency)
);

create table know.forecast_run (
  id uuid primary key,
  state text not null check (state in ('waiting', 'running', 'done', 'failed', 'stopped')),
  step text,
  done int not null,
  total int not null,
  stop_asked boolean not null default false,
  version int, -- of the model it makes rows by, once fitted: a run that was broken off goes on with it
  asked_by uuid,
  asked_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz
);
create index forecast_run_asked on know.forecast_run (asked_at desc);
