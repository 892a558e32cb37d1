-- The customers list by city and by change. The place of people under non-disclosure must not show in an order: for it they have no city.
create index customer_city on know.customer (lower(case when protected then null else city end), id);
create index customer_updated on know.customer (updated_at, id);
