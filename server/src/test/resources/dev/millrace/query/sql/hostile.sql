-- One statement a line; a line that begins with # names the group. Each must be refused, or be harmless.
# files
select * from read_csv('/etc/passwd')
select * from read_csv_auto('/etc/passwd')
select * from read_text('/etc/passwd')
select * from read_text('{folder}/keys.yaml')
select content from read_blob('{folder}/keys.yaml')
select * from read_parquet('/tmp/*.parquet')
select * from parquet_scan('/tmp/*.parquet')
select * from parquet_metadata('/tmp/x.parquet')
select * from parquet_schema('/tmp/x.parquet')
select * from parquet_file_metadata('/tmp/x.parquet')
select * from parquet_kv_metadata('/tmp/x.parquet')
select * from parquet_bloom_probe('/tmp/x.parquet', 'a', 1)
select * from parquet_full_metadata('/tmp/x.parquet')
select * from read_json('/etc/passwd')
select * from read_json_auto('/etc/passwd')
select * from read_json_objects('/etc/passwd')
select * from read_ndjson('/etc/passwd')
select * from read_ndjson_auto('/etc/passwd')
select * from read_ndjson_objects('/etc/passwd')
select * from read_duckdb('{folder}/store/store.duckdb')
select * from read_single_csv_file('/etc/passwd')
select * from read_single_json_file('/etc/passwd')
select * from read_single_parquet_file('/etc/passwd')
select * from sniff_csv('/etc/passwd')
select * from glob('/etc/*')
select * from glob('{folder}/**')
select * from '/etc/passwd'
select * from '{folder}/keys.yaml'
select * from "/etc/passwd"
select * from '/tmp/x.parquet'
select * from 'x.csv'
select * from 'x.json' as events
select * from "x.duckdb"
from '/etc/passwd'
select (select content from read_text('/etc/passwd'))
select * from events where exists (select * from read_text('/etc/passwd'))
select * from events, read_text('/etc/passwd')
select * from events left join read_text('/etc/passwd') on true
with t as (select * from read_text('/etc/passwd')) select * from t
with t as materialized (from read_csv('/etc/passwd')) select count(*) from t
select * from (values (1)) t(a), lateral (select * from read_text('/etc/passwd'))
select name from events union all select content from read_text('/etc/passwd')
select name from events order by (select max(content) from read_text('/etc/passwd'))
select name from events group by name having count(*) > (select count(*) from glob('/*'))
select name from events limit (select count(*) from glob('/*'))
select name from events limit 1 offset (select size from read_text('/etc/passwd'))
select sum(1) filter (where exists (from read_text('/etc/passwd'))) from events
select sum(1) over (order by (select count(*) from glob('/*'))) from events
select case when true then (select content from read_text('/etc/passwd')) end
select name in (select content from read_text('/etc/passwd')) from events
select unnest((select list(content) from read_text('/etc/passwd')))
select file from glob('/etc/passwd') as events
select READ_TEXT('/etc/passwd')
select * from ReAd_TeXt('/etc/passwd')
select * from "read_text"('/etc/passwd')
select * from system.main.read_text('/etc/passwd')
select * from main.read_text('/etc/passwd')
select * from read_xlsx('/tmp/x.xlsx')
select * from st_read('/tmp/x')
select * from sqlite_scan('/tmp/x', 'y')
select * from iceberg_scan('/tmp/x')
select * from delta_scan('/tmp/x')
select * from arrow_scan(1, 2, 3)
select * from arrow_scan_dumb(1, 2, 3)
select * from seq_scan('events')
# network
select * from 'https://example.com/x.csv'
select * from 'http://127.0.0.1:1/x.parquet'
select * from 's3://bucket/x.parquet'
select * from 'hf://datasets/x/y.csv'
select * from 'gcs://bucket/x.parquet'
select * from read_csv('http://127.0.0.1:1/x.csv')
select * from read_parquet('s3://bucket/x.parquet')
select * from read_json('https://example.com')
select * from postgres_scan('host=localhost', 'public', 't')
select * from postgres_query('db', 'select 1')
select * from mysql_scan('host=localhost', 'db', 't')
select http_get('http://127.0.0.1')
select http_post('http://127.0.0.1', 'x')
select inet_client_addr()
select inet_server_addr()
select inet_server_port()
# settings
set memory_limit = '100GB'
set enable_external_access = true
set global enable_external_access = true
set session threads = 64
set lock_configuration = true
set temp_directory = '/tmp'
set allowed_directories = ['/']
set variable x = 1
reset memory_limit
set schema = 'main'
use memory
select current_setting('memory_limit')
select current_setting('temp_directory')
select getenv('HOME')
select getenv('MILLRACE_KEY')
select getvariable('x')
select * from duckdb_settings()
select set_config('threads', '1', false)
select * from duckdb_variables()
select current_query()
select version()
select current_database()
select current_schema()
select current_schemas(true)
select current_user
select session_user
select current_catalog
select current_role
select current_database
select current_schema
select user()
select txid_current()
select nextval('x')
select currval('x')
select setseed(0.5)
# attach copy export install load
attach '/tmp/x.duckdb'
attach '{folder}/store/store.duckdb' as other
attach ':memory:' as m
detach store
copy events to '/tmp/millrace-stolen.csv'
copy (select * from events) to '/tmp/millrace-stolen.csv'
copy events from '/etc/passwd'
copy (select 1) to '{folder}/store/answers/x.parquet'
export database '/tmp/millrace-stolen'
import database '/tmp/millrace-stolen'
install httpfs
install httpfs from 'http://127.0.0.1'
force install json
load httpfs
load '/tmp/evil.duckdb_extension'
update extensions
select * from (copy (select 1) to '/tmp/millrace-stolen.csv')
with t as (copy (select 1) to '/tmp/millrace-stolen.csv') select * from t
create secret (type s3)
create persistent secret x (type s3)
drop secret x
checkpoint
force checkpoint
vacuum
analyze
select * from duckdb_secrets()
select * from which_secret('s3://x', 's3')
select * from duckdb_secret_types()
# pragmas
pragma database_list
pragma show_tables
pragma version
pragma table_info('events')
pragma storage_info('events')
pragma disable_optimizer
pragma enable_profiling
pragma memory_limit='1TB'
pragma database_size
pragma user_agent
pragma json_execute_serialized_sql('{}')
select * from pragma_table_info('events')
select * from pragma_storage_info('events')
select * from pragma_database_size()
select * from pragma_version()
select * from pragma_show('events')
select * from pragma_collations()
select * from pragma_metadata_info()
select * from pragma_platform()
select * from pragma_user_agent()
select * from enable_logging()
select * from disable_logging()
select * from enable_profiling()
select * from checkpoint()
select * from force_checkpoint()
select * from truncate_duckdb_logs()
call pragma_version()
call enable_logging()
call force_checkpoint()
# several statements
select 1; select 2
select 1; drop table events
select 1; select 2;
; select 1; select 2
select 1; attach '/tmp/x'
select 1; set memory_limit = '1GB'
select 1;;select 2
begin; select 1; commit
 ; ;
select 1; copy (select 1) to '/tmp/x'
# comments and odd characters
select 1 /* */; /* */ drop table events
/* select 1 */ drop table events
select * from/**/read_text/**/('/etc/passwd')
select * from read_text /* x */ ('/etc/passwd')
select * from "read_text" ('/etc/passwd')
select * from ｒｅａｄ_ｔｅｘｔ('/etc/passwd')
select * from read_text('/etc/passwd') -- '
select * from U&"read_text"('/etc/passwd')
select 1﹔ drop table events
select 1； drop table events
sele​ct * from events
select $$x$$; drop table events
select $tag$x$tag$ from read_text('/etc/passwd')
select 'x'' from read_text(''/etc/passwd')
select e'\x27 from read_text(\x27/etc/passwd\x27)'; drop table events
"; drop table events; --
'; drop table events; --
) as answer; drop table main.events; --
1) as answer; drop table main.events; --
select 1) as answer; drop table main.events; --
select 1) as answer union all (select project from main.events
select 1 as "a) from main.events; --" from main.events
select 1 from events) union all (select * from main.people
select * from "millrace events"
select * from "millrace activity"
select * from "with x"
select * from "with events"
with "millrace events" as (select 1 as a) select * from "millrace people"
with x as (select 1) select * from "with x"
\0
select '\u0000' from main.people
explain select * from main.people
explain analyze select * from main.people
describe main.people
describe select * from main.people
show tables
show all tables
show databases
show main.people
summarize main.people
from main.people
table main.people
select * from (describe main.people)
select * from (show tables)
select * from (summarize main.people)
select columns('.*') from main.people
select columns(c -> c like 'p%') from events
select #1 from events
select ?
select $1
select $name
select :name
# writes
insert into events values (1)
insert into main.events select * from main.events
insert into main.people values (0, 'default', 'x')
update main.events set name = 'x'
update main.people set "user" = 'x'
delete from main.events
delete from events
truncate main.events
drop table main.events
drop table if exists main.people
drop schema main
drop view activity
drop function person_of
create table x as select 1
create temp table x as select 1
create table main.x (a int)
create view x as select 1
create or replace view events as select 1
create macro events() as table select 1
create macro count(x) as 1
create function f(x) as x
create schema x
create sequence x
create type x as enum ('a')
create index i on main.events (name)
alter table main.events drop column properties
alter table main.events rename to x
comment on table main.events is 'x'
merge into main.events using (select 1) on false when not matched then insert default values
insert into main.meta values (1, 1)
update main.meta set generation = 1000000
update main.positions set next = 0
with x as (insert into main.people values (1, 'a', 'b') returning *) select * from x
with x as (delete from main.events returning *) select * from x
with x as (update main.people set "user" = 'x' returning *) select * from x
select * from (insert into main.people values (1, 'a', 'b') returning *)
begin
begin transaction
commit
rollback
abort
# prepared
prepare p as select 1
prepare p as delete from main.events
execute p
execute p(1)
deallocate p
declare c cursor for select 1
call query('select 1')
do $$ begin end $$
select * from query('select * from main.people')
select * from query('drop table main.events')
select * from query_table('people')
select * from query_table('main.people')
select * from query_table(['people', 'events'])
select * from json_execute_serialized_sql('{}')
select * from json_execute_serialized_sql(json_serialize_sql('select * from main.people'))
select json_serialize_sql('select 1')
select json_serialize_plan('select * from main.people')
select json_deserialize_sql('{}')
select * from json_tree('{}')
select * from json_each('{}')
# what the engine knows
select * from duckdb_tables()
select * from duckdb_columns()
select * from duckdb_databases()
select * from duckdb_functions()
select * from duckdb_views()
select * from duckdb_indexes()
select * from duckdb_schemas()
select * from duckdb_types()
select * from duckdb_constraints()
select * from duckdb_dependencies()
select * from duckdb_extensions()
select * from duckdb_keywords()
select * from duckdb_logs()
select * from duckdb_log_contexts()
select * from duckdb_memory()
select * from duckdb_optimizers()
select * from duckdb_prepared_statements()
select * from duckdb_sequences()
select * from duckdb_table_sample('events')
select * from duckdb_temporary_files()
select * from duckdb_external_file_cache()
select * from duckdb_connection_count()
select * from duckdb_approx_database_count()
select * from duckdb_extension_repositories()
select * from duckdb_eviction_queues()
select * from duckdb_logs_parsed('x')
select * from duckdb_profiling_settings()
select * from information_schema.tables
select * from information_schema.columns
select * from information_schema.schemata
select * from pg_catalog.pg_class
select * from pg_class
select * from pg_tables
select * from pg_catalog.pg_settings
select * from pg_attribute
select * from sqlite_master
select * from sqlite_schema
select * from duckdb_tables
select * from pragma_database_list
select * from main.meta
select * from main.positions
select * from meta
select * from positions
select * from links
select * from main.links
select * from system.main.duckdb_tables
select * from test_all_types()
select * from test_vector_types(null::int)
select * from icu_calendar_names()
select * from pg_timezone_names()
select * from histogram('events', 'name')
select * from histogram_values('events', 'name')
select * from summary(events)
select * from repeat_row(1, num_rows = 10)
select * from register_external_resource('x')
select * from create_external_resource('x')
select pg_sleep(10)
select sleep_ms(10000)
select pg_get_viewdef(1)
select has_table_privilege('events', 'select')
select col_description(1, 1)
select obj_description(1)
select get_block_size('store')
select stats(name) from events
select error('FATAL Error: database has been invalidated')
select write_log('x')
select finalize(combine_aggr(x)) from events
select count(*) export_state from events
select array_aggregate([1, 2], 'getenv')
select list_aggregate([1, 2], 'sum')
select list_transform([1], x -> getenv('HOME'))
select list_reduce([1, 2], (x, y) -> x + y)
select apply([1], x -> x)
select cast_to_type('1', 1)
select can_cast_implicitly(1, 'x')
select alias(name) from events
select name collate nocase from events
select 'x'::regclass
select 'events'::regclass
select null::main.foo
select 1::struct(a int, b int[1000000])
select null::int[100000000]
select null::enum('a')
select null::"system".main."foo"
select main.getenv('HOME')
select system.main.getenv('HOME')
select ('HOME').getenv()
select 'HOME'.getenv()
select name.getenv() from events
# other projects
select * from people
select * from main.people
select * from store.main.people
select * from store.people
select * from "main"."people"
select * from "people"
select * from PEOPLE
select * from main.events
select * from store.main.events
select * from store.events
select * from main.activity
select * from temp.events
select * from memory.events
select project from events
select number from events
select id_high from events
select unparsed from events
select skew from events
select rowid from events
select events.project from events
select people from activity
select bucket from activity
select * from recent(1)
select * from recent(2)
select * from recent(0)
select * from recent(-1)
select * from recent(null)
select * from recent_people(1)
select * from recent_activity(1)
select person_of(1)
select person_of(number) from events
select person_of(i::int) from range(100) t(i)
select * from events natural join main.people
select * from events e join people p on true
select * from events where name in (select name from main.events)
select (select count(*) from main.events)
select * from events union select * from main.events
select * from events intersect all from main.events
select * from events at (version => 1)
select * from (from main.people)
select * from events, lateral (select * from main.people)
select * from the_user
select the_user.who from events
select e.number from events
select answer.* from (select 1) x
select * from answer
select c0 from events
# shadowing
with people as (select * from people) select * from people
with recursive people as (select * from main.people) select * from people
select * from (with people as (select 1 as a) select * from people) x, people
with a as (select * from b), b as (select 1) select * from a
with a as (with people as (select 1) select * from people) select * from people
select (with people as (select 1 as a) select a from people), (select count(*) from people)
with t as (select 1) select * from main.t
select * from people where exists (with people as (select 1) select * from people)
with duckdb_tables as (select 1 as a) select * from main.duckdb_tables
select * from (with sqlite_master as (select 1) select 2) x join sqlite_master on true
with recursive t as (select * from people union all select * from t) select * from t
with x as (select 1) select * from x, links
(with people as (select 1) select * from people) union all select * from people
select * from events where name = (with q as (select 1) select 'a') and 1 in (select 1 from q)
with recursive t(n) using key (n) as (select 1 union select n + 1 from t) select * from t
# recursion without end
with recursive t as (select 1 as n union all select n + 1 from t) select count(*) from t
with recursive t as (select 1 as n union all select n from t) select * from t
with recursive t as (select 1 as n union all select n + 1 from t) select * from t
with recursive t as (select 'a' as a union all select a || a from t) select max(length(a)) from t
with recursive t as (select 'a' as a union all select concat(a, a, a) from t) select max(length(a)) from t
with recursive t as (select 1 as n union all select t.n from t, t u) select count(*) from t
with recursive t as (select 1 as n union all select n + 1 from t, range(10)) select count(*) from t
# too many rows
select * from range(100000000)
select * from range(10000000) a, range(10000000) b
select a.* from range(2000) a, range(2000) b, range(2000) c
select unnest(x) from (select list(i) as x from range(5000) t(i)), range(5000)
# too much time or memory
select count(*) from range(10000000) a, range(10000000) b
select count(*) from range(100000) a(i), range(100000) b(i), range(100000) c(i)
select sum(a.i * b.i) from range(10000000) a(i), range(10000000) b(i)
select count(distinct i) from range(1000000000) t(i)
select count(distinct hash(a.i, b.i)) from range(1000000) a(i), range(1000000) b(i)
select list(i) from range(1000000000) t(i)
select length(string_agg(i::varchar, ',')) from range(1000000000) t(i)
select median(i) from range(1000000000) t(i)
select mode(i) from range(1000000000) t(i)
select i from range(1000000000) t(i) order by hash(i) limit 1 offset 900000000
select row_number() over (order by hash(i)) from range(1000000000) t(i)
select sum(i) over (order by i rows between 1000000 preceding and 1000000 following) from range(100000000) t(i)
select hash(i), count(*) from range(1000000000) t(i) group by 1 order by 2 limit 1
select a.i from range(100000000) a(i) join range(100000000) b(i) on hash(a.i) = hash(b.i) order by 1 limit 1
select count(*) from (select distinct md5(i::varchar) from range(1000000000) t(i))
# large values
select repeat('x', 2000000000)
select length(repeat('x', 2000000000))
select lpad('x', 2000000000, 'y')
select rpad('x', 2000000000, 'y')
select printf('%2000000000d', 1)
select format('{:2000000000}', 1)
select list_resize([1], 2000000000)
select array_resize([1], 2000000000)
select len(range(2000000000))
select generate_series(1, 2000000000)
select bitstring('1', 2000000000)
select hex(hex(hex('x')))
select to_base64('x'::blob)
select bar(1, 0, 1, 2000000000)
select space(2000000000)
select replace('aaaa', 'a', name) from events
select replace('aaaa', 'a', 'bbbbbbbbbbbbbbbbbbbb')
select regexp_replace('aaaa', 'a', name, 'g') from events
select regexp_replace('aaaa', '', '\0\0\0\0\0\0\0\0', 'g')
select [name, name] from events
select {'a': name, 'b': name} from events
select struct_pack(a := name) from events
select row(name, name) from events
select map {'a': name} from events
select levenshtein(name, name) from events
select damerau_levenshtein(name, name) from events
select jaccard(name, name) from events
select string_split(name, '') from events
select regexp_split_to_array(name, '') from events
select list_concat([1], [2])
select flatten([[1]])
select 'x'::json::varchar::json::varchar::json::varchar::json::varchar::json::varchar::json::varchar::json::varchar::json::varchar::json
select 'x'::variant
select factorial(100000)
select pivot_x from (pivot events on name using count(*))
pivot events on name using count(*)
unpivot events on name
select * from events tablesample 10%
select * from events using sample 5
