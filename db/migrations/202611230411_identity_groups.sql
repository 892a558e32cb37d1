-- What is kept apart stands in clean.apart, not among the pairs. group_id is null also while a surer question about one of the two waits.
alter table clean.match_pair drop constraint match_pair_state_check;
alter table clean.match_pair add constraint match_pair_state_check check (state in ('open', 'later'));
-- merging without asking goes through these
create index match_group_auto on clean.match_group (id) where auto;
