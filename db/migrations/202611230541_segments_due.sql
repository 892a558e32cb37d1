-- Days that have come are asked segment by segment, so that the days of one segment are also found for its building.
drop index know.segment_due_when;
create index segment_due_when on know.segment_due (segment_id, due);
