-- Rows that could not enter, whatever door they came by, until they are mended or dropped (Korjattavat).
create table collect.quarantine_layout (
  id uuid primary key, -- hash of source, columns and mapping
  source_id uuid not null references collect.source,
  kind text not null,
  name text not null, -- of the file or endpoint, for people
  columns jsonb not null, -- names, in order
  mapping jsonb not null, -- what the columns mean
  currency text not null,
  delimiter text, -- of the file, for giving rows back as they came
  told_at timestamptz not null
);
create index quarantine_layout_source on collect.quarantine_layout (source_id, told_at);

create table collect.quarantine (
  id uuid primary key, -- UUIDv8 of content and n-th occurrence: the same row told again is the same row
  content uuid not null, -- hash of source, kind, columns and cells
  source_id uuid not null,
  layout_id uuid not null,
  entrance text not null, -- import; later event, mail, api
  kind text not null,
  state text not null check (state in ('waiting', 'mended', 'dropped')),
  -- where and when it was told last
  import_id uuid,
  file_no smallint not null,
  line_no int not null,
  told_at timestamptz not null,
  first_at timestamptz not null,
  times int not null,
  cells bytea not null, -- as written, JSON
  draft bytea, -- as mended so far, JSON
  -- the first thing that keeps it out; '' = nothing any more
  code text not null,
  field text not null,
  faults jsonb not null,
  -- the last act on many rows, and the draft before it
  act_id uuid,
  before bytea,
  -- what became of it
  outcome text,
  record_id uuid,
  reason text,
  settled_at timestamptz,
  settled_by uuid
);
create index quarantine_content on collect.quarantine (content);
create index quarantine_place on collect.quarantine (told_at, file_no, line_no, id) where state = 'waiting';
create index quarantine_cause on collect.quarantine (source_id, layout_id, code, field, told_at, file_no, line_no, id)
  where state = 'waiting';
create index quarantine_state on collect.quarantine (state, source_id, told_at, file_no, line_no, id) where state <> 'waiting';
create index quarantine_import on collect.quarantine (import_id, state) where import_id is not null;
create index quarantine_act on collect.quarantine (act_id) where act_id is not null;
create index quarantine_record on collect.quarantine (record_id) where record_id is not null;

-- Every telling of such a row by a file, so that taking back one import leaves what another one told.
create table collect.quarantine_line (
  import_id uuid not null,
  file_no smallint not null,
  line_no int not null,
  quarantine_id uuid not null,
  told_at timestamptz not null,
  primary key (import_id, file_no, line_no)
);
create index quarantine_line_row on collect.quarantine_line (quarantine_id);

-- Many rows taken in at once: how far it is.
create table collect.quarantine_run (
  id uuid primary key,
  filter jsonb not null,
  state text not null check (state in ('queued', 'running', 'finished', 'cancelled', 'failed')),
  total int not null,
  done int not null default 0,
  outcomes jsonb not null default '{}', -- outcome -> rows
  place jsonb, -- the last row looked at
  cancel_asked boolean not null default false,
  started_by uuid,
  created_at timestamptz not null,
  finished_at timestamptz
);

-- What imports have set aside before today. Ids as src/collect/intake/quarantine/quarantine.ts makes them.
with file as (
  select f.import_id, f.file_no, f.name, f.mapping, f.format, i.source_id, i.currency,
    coalesce(i.finished_at, i.started_at, i.created_at) as told_at,
    (select array_agg(n order by o) from jsonb_array_elements_text(
      case when jsonb_typeof(f.format -> 'header' -> 'names') = 'array' then f.format -> 'header' -> 'names'
        else (select coalesce(jsonb_agg('Column ' || g), '[]') from generate_series(1, (f.format ->> 'width')::int) g) end)
      with ordinality as names (n, o)) as names
  from collect.import_file f join collect.import i on i.id = f.import_id
  where f.mapping is not null and not i.dry_run
), layout as (
  select *, md5(source_id::text || mapping::text || array_to_string(names, U&'\001F'))::uuid as layout_id from file
)
insert into collect.quarantine_layout (id, source_id, kind, name, columns, mapping, currency, delimiter, told_at)
select distinct on (layout_id) layout_id, source_id, mapping ->> 'kind', name, to_jsonb(coalesce(names, '{}')), mapping, currency,
  format ->> 'delimiter', told_at
from layout
where exists (select from collect.import_line l where l.import_id = layout.import_id and l.bucket = 'quarantined' and l.file_no = layout.file_no)
order by layout_id, told_at desc;

with file as (
  select f.import_id, f.file_no, f.mapping, i.source_id, coalesce(i.finished_at, i.started_at, i.created_at) as told_at,
    (select array_agg(n order by o) from jsonb_array_elements_text(
      case when jsonb_typeof(f.format -> 'header' -> 'names') = 'array' then f.format -> 'header' -> 'names'
        else (select coalesce(jsonb_agg('Column ' || g), '[]') from generate_series(1, (f.format ->> 'width')::int) g) end)
      with ordinality as names (n, o)) as names
  from collect.import_file f join collect.import i on i.id = f.import_id
  where f.mapping is not null and not i.dry_run
), line as (
  select file.*, md5(source_id::text || mapping::text || array_to_string(names, U&'\001F'))::uuid as layout_id,
    l.line_no, l.cells, coalesce(l.faults, '[]') as faults,
    sha256(convert_to(source_id::text, 'UTF8') || '\x00' || convert_to(mapping ->> 'kind', 'UTF8') || '\x00'
      || convert_to(array_to_string(coalesce(names, '{}'), U&'\001F'), 'UTF8') || '\x00' || l.cells) as hash
  from file join collect.import_line l on l.import_id = file.import_id and l.bucket = 'quarantined' and l.file_no = file.file_no
  where l.cells is not null
), hashed as (
  select *, encode(substr(set_byte(set_byte(hash, 6, (get_byte(hash, 6) & 15) | 128), 8, (get_byte(hash, 8) & 63) | 128), 1, 16), 'hex')::uuid as content
  from line
), counted as (
  select *, row_number() over (partition by content, import_id, file_no order by line_no) as nth from hashed
), named as (
  select *, sha256(convert_to(content::text, 'UTF8') || '\x00' || convert_to(nth::text, 'UTF8')) as named from counted
), ready as (
  select *, encode(substr(set_byte(set_byte(named, 6, (get_byte(named, 6) & 15) | 128), 8, (get_byte(named, 8) & 63) | 128), 1, 16), 'hex')::uuid as id
  from named
), told as (
  insert into collect.quarantine_line (import_id, file_no, line_no, quarantine_id, told_at)
  select import_id, file_no, line_no, id, told_at from ready
)
insert into collect.quarantine (id, content, source_id, layout_id, entrance, kind, state, import_id, file_no, line_no, told_at, first_at,
  times, cells, code, field, faults)
select distinct on (id) id, content, source_id, layout_id, 'import', mapping ->> 'kind', 'waiting', import_id, file_no, line_no, told_at,
  min(told_at) over (partition by id), count(*) over (partition by id), cells,
  coalesce(fatal.fault ->> 'code', 'nothing_in_row'), coalesce(fatal.fault ->> 'field', ''), faults
from ready left join lateral (
  select f as fault from jsonb_array_elements(ready.faults) f where (f ->> 'fatal')::boolean limit 1
) fatal on true
order by id, told_at desc, file_no, line_no;
