-- What happened to a customer on a day, counted: conditions over windows read these instead of the history. Rows with category '' are about whole
-- entries of the timeline; the others about parts of them: lines of purchases by category, and events by name.
create table know.bucket (
  customer_id uuid not null,
  day date not null, -- calendar day of the company's zone
  events int not null, -- entries, or different purchases with such lines
  kind text collate "C" not null, -- of the timeline, or what a mail came to: mailOpened
  category text collate "C" not null, -- in small letters
  channel text collate "C" not null, -- in small letters; '': not told
  currency text collate "C" not null, -- '': no sum told
  amount numeric not null, -- minor units, signed as on the timeline
  quantity numeric not null, -- pieces on lines
  primary key (customer_id, kind, day, category, channel, currency)
);
create index bucket_when on know.bucket (kind, category, day) include (customer_id, events);

-- Those who were here before are counted by the next refresh.
insert into know.stale (customer_id, mark) select customer_id, pg_current_xact_id() from know.rollup on conflict do nothing;
