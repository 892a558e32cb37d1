-- All encounters by time: what is no purchase, invoice or payment.
create index timeline_encounters on know.timeline (at, id)
  where kind in ('call', 'mail', 'visit', 'note', 'wish', 'inquiry', 'complaint', 'feedback', 'lead', 'deal', 'other');
