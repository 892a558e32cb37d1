-- What was kept before 0310 in a form that cannot be read again; few or none, so that asking is quick.
create index record_without_whole on collect.record (import_id) where kind = 'purchaseLine' and parent_id is null;
create index record_past_blank on collect.record_past (record_id) where octet_length(payload) = 0;
