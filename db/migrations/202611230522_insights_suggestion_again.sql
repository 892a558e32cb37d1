-- How what somebody bought before is ranked: by own count, or with the rhythm of each product where that has done better on the company's own past.
alter table know.suggestion_model add column again_by text not null default 'rhythm' check (again_by in ('count', 'rhythm'));
