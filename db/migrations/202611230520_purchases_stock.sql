-- Whether a product can be had; null where nobody has told.
alter table know.product add column in_stock boolean;
