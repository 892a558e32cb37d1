-- Nothing that is heard is marked as leaving: the word said more than anything told.
alter table know.deviation
  drop constraint deviation_kind_check,
  add constraint deviation_kind_check check (kind in ('drop', 'rise', 'basketDown', 'basketUp', 'returns', 'category', 'channel'));
