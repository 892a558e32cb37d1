-- What was wrong with a row when it came, by field and code: mending changes `faults`. Imports keep theirs by line.
alter table collect.quarantine add column came_with jsonb;
update collect.quarantine set came_with = (
  select jsonb_agg(jsonb_build_object('field', f ->> 'field', 'code', f ->> 'code')) from jsonb_array_elements(faults) f
) where entrance <> 'import';
create index quarantine_first on collect.quarantine (first_at) where entrance <> 'import';
-- Rows lie in the tables about as they came: a day of them is a few pages.
create index record_received on collect.record using brin (received_at);
create index record_past_received on collect.record_past using brin (received_at);
