-- Every minute it is asked whether anything was given up.
create index delivery_dead on clean.delivery (system_id) where state = 'dead';
