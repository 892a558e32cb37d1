-- Messages lie in the table about as they came: those of a day are a few pages.
create index event_received on collect.event using brin (received_at);
