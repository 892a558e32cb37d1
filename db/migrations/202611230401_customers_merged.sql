-- Customers that went into another, as they stood: what no source record tells and the one that comes back must have again.
create table know.merged (
  customer_id uuid primary key,
  version int not null,
  created_at timestamptz not null,
  archived_at timestamptz,
  into_id uuid not null,
  -- when the one it went into was archived, where merging took that one back into use
  woken_at timestamptz
);
