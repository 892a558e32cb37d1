-- The state page counts pairs by zone and shows the edge of the automatic one; agreement looks at what people decided; erasure finds whom it names.
create index match_pair_zone on clean.match_pair (kind, zone, weight, a, b);
create index match_decision_by_people on clean.match_decision (at desc)
  where by_id is not null and undone_at is null and verdict <> 'later' and likely is not null;
create index match_group_customers on clean.match_group using gin (customers);
create index match_decision_customers on clean.match_decision using gin (customers);
