-- What is needed to take a record back as if it had not come (DESIGN, "fight" 5).
alter table collect.record
  add column parent_id uuid, -- the purchase or invoice it is a part of, known or awaited
  -- whose mapping reads the payload, where a later delivery that told the same answers for the record now
  add column read_import uuid,
  add column read_file smallint;
alter table collect.record_past
  add column read_import uuid,
  add column read_file smallint;
create index record_import on collect.record (import_id) where import_id is not null;
create index record_past_import on collect.record_past (import_id) where import_id is not null;
create index record_parent on collect.record (parent_id) where parent_id is not null;
-- what belongs to a customer through another record
create index record_through on collect.record (identity_id) where identity_id <> id;

-- How bad a delivery may be before it is held whole; null = the defaults.
alter table collect.source add column limits jsonb;
