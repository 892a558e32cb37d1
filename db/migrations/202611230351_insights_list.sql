-- The customers list by last purchase.
create index rollup_last_purchase on know.rollup (last_purchase, customer_id) where last_purchase is not null;
