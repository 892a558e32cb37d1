-- Of a very large bulk one mark per transaction stands for everybody whom it changed; members are made anew when it has ended.
alter table know.segment_wide add column bulk boolean not null default false;
