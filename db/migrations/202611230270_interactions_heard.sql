-- Today shows what customers lately wished for or complained of; the timeline itself is read by customer.
create index timeline_heard on know.timeline (at desc, customer_id) where kind in ('wish', 'complaint');
