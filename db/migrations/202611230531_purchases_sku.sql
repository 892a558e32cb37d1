-- Who bought a product.
create index purchase_line_sku on know.purchase_line (lower(sku), customer_id, purchase_id) where sku is not null;
