-- a comment
/* outer /* inner */ still */
CREATE TABLE IF NOT EXISTS "order items" (id SERIAL PRIMARY KEY, name varchar(100) NOT NULL DEFAULT 'it''s', price NUMERIC(10, 2));
select o.id, count(*) as total, t.select from orders o left join items i on i.order_id = o.id
where name like 'a%' and created > now() - interval '1 day' and x = $1 and y = :name and z::text = @var;
insert into t values (1.5e3, null, true, E'tab\t\'s', 'two
lines');
create function f() returns int as $body$ begin return '$x$'; end $body$ language plpgsql;
select $$plain$$, `back``tick`;
