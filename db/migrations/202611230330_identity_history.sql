-- What became of a customer, in the words of the history: more than "created, changed, moved".
alter table clean.history drop constraint history_what_check;
alter table clean.history add constraint history_what_check check (
  what in (
    'created', 'changed', 'moved', 'verified', 'pinned', 'unpinned', 'undone',
    'rolledBack', 'archived', 'restored', 'deleted', 'erased'
  )
);
