-- All purchases by time.
create index purchase_at on know.purchase (at, id);
