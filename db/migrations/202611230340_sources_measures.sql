-- What each source tells of each fact, how much of it and how well: counted rows per day, numerators and denominators, so that there is a trend.
-- An absent pair: the property is not applicable to the fact. A pair whose denominator is 0: nothing to measure it by.
create table know.source_measure (
  source_id uuid not null, -- 0…0: all customers, whatever their sources
  measured_on date not null,
  fact text collate "C" not null,
  measured_at timestamptz not null,
  applicable bigint not null,
  filled bigint not null,
  valid bigint,
  written bigint,
  single bigint,
  agreeing bigint,
  checked bigint,
  correct bigint,
  proven bigint,
  ages jsonb, -- numbers of values confirmed at most 30, 365 and 1095 days ago, and before
  first_at timestamptz,
  last_at timestamptz,
  primary key (source_id, measured_on, fact)
);

-- The runs of measuring: one at a time works, with its progress.
create table know.source_measuring (
  id uuid primary key,
  source_id uuid, -- null: all of them
  state text not null check (state in ('waiting', 'running', 'done', 'failed')),
  step text,
  done smallint not null,
  total smallint not null,
  asked_by uuid,
  asked_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz
);
create index source_measuring_asked on know.source_measuring (asked_at desc);

-- Which city's name goes with which postcode, as all our own addresses together tell it.
create table know.postcode_city (
  country text collate "C" not null,
  postcode text collate "C" not null,
  city text collate "C" not null,
  addresses integer not null,
  of integer not null,
  agrees boolean not null,
  primary key (country, postcode, city)
);
