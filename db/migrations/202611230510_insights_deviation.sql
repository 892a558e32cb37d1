-- Where a customer's behaviour left its usual course. Made from the timeline by the model; `found_on` of a deviation that goes on stays.
create table know.deviation (
  customer_id uuid not null,
  kind text not null
    check (kind in ('drop', 'rise', 'basketDown', 'basketUp', 'returns', 'category', 'channel', 'leaving')),
  since date not null, -- the most likely first day of the change
  found_on date not null, -- the day on which the evidence sufficed
  size real not null, -- purchases and baskets: now / usual - 1; returns, category, channel: share now - usual share
  bits real not null, -- -log2 of the chance of such evidence while nothing has changed
  evidence jsonb not null, -- the figures behind it
  ended_on date, -- the day on which behaviour was back
  version int not null, -- of the model that saw it last
  primary key (customer_id, kind, found_on)
);
create index deviation_open on know.deviation (found_on desc, customer_id, kind) where ended_on is null;

-- What all customers do, and from which evidence on something counts. Never changed afterwards.
create table know.deviation_model (
  version int primary key,
  id uuid not null,
  made_at timestamptz not null,
  first_week date not null, -- the Monday the baseline begins with
  monitored_from date not null, -- the Monday after the baseline
  as_of date not null, -- the first day that was not looked at
  customers int not null, -- monitored: with purchases enough in the baseline
  model jsonb not null -- prior, weekly index of the fleet, thresholds, bound of false alarms
);

-- Runs over everybody: progress for whoever waits.
create table know.deviation_run (
  id uuid primary key,
  state text not null check (state in ('waiting', 'running', 'done', 'failed')),
  done int not null,
  total int not null,
  asked_by uuid,
  asked_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz
);
