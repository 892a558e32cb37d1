-- Staff are a source like any other, there from the start; the id is that of `staffSource`.
insert into collect.source (id, name, name_key, trust, has_customers, created_at)
values ('1af88db8-a9e8-80b4-b849-b45b66078cd4', 'Henkilöstö', 'henkilöstö', 70, false, '2026-11-23T00:00:00Z')
on conflict do nothing;
