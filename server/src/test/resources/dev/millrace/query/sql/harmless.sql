-- Looks hostile, and is answered: one statement a line.
with events as (select 1 as a) select * from events
with events as (select * from events where name = 'signed_up') select name from events
with people as (select 1 as a) select * from people
with duckdb_tables as (select 1 as a) select * from duckdb_tables
with "read_text" as (select 1 as a) select * from read_text
select '; drop table events; --' as a
select 'FATAL Error: database has been invalidated' as a
select 1 as "; drop table events"
select 1 as a -- ; drop table events
select 1 /* ; drop table events */ as a;
SELECT 1 AS a FROM EvEnTs
select $$; drop table events$$ as a
select '{person} %s $1 ?' as a
select length(a || a) from (select a || a || a as a from (select a || a as a from (select 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' as a)))
with recursive t as (select 1 as n union all select n + 1 from t where n < 10) select max(n) from t
select length(replace('aaaa', 'a', 'bb'))
select 1 as a; -- and
select 1 as a -- comment \n; drop table events
select * from events​
