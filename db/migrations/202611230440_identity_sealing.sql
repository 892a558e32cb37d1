-- Sealing reads what came since the last time: entries lie in the table about as they came.
create index history_at on clean.history using brin (at);
