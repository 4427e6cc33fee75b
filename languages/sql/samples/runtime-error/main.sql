SELECT 'before';
SELECT * FROM nowhere;
SELECT 'after';
