-- How sure the reading of a file is, where its mapping comes from, what a person told of it, and whether one must look at it.
alter table collect.import_file add column plan jsonb not null default '{}';
-- When the dropped files of the import were taken from the disk; null = they may still be there.
alter table collect.import add column files_cleared_at timestamptz;
create index import_uploads on collect.import (created_at) where files_cleared_at is null;
