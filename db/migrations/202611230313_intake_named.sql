-- A customer whom only an earlier version of an order names is made anew by that version when a rollback takes its maker away.
create index record_past_through on collect.record_past (identity_id) where identity_id <> record_id;
