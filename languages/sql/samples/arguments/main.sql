CREATE TABLE answers (answer INTEGER);
INSERT INTO answers VALUES (42);
