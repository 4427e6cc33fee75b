.read people.sql
SELECT 'Hello, ' || name || '!' FROM people;
