-- A shop: tables with constraints, joins, a window function and a recursive query.
PRAGMA foreign_keys = ON;

CREATE TABLE customers (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);

CREATE TABLE orders (
  id       INTEGER PRIMARY KEY,
  customer INTEGER NOT NULL REFERENCES customers (id),
  placed   TEXT NOT NULL,
  price    REAL NOT NULL CHECK (price > 0),
  quantity INTEGER NOT NULL DEFAULT 1
);

CREATE TABLE categories (
  id     INTEGER PRIMARY KEY,
  parent INTEGER REFERENCES categories (id),
  name   TEXT NOT NULL
);

INSERT INTO customers (name) VALUES ('Ada'), ('Grace'), ('Linus');
INSERT INTO orders (customer, placed, price, quantity) VALUES
  (1, '2026-01-04', 10.0, 2), (1, '2026-01-20', 27.5, 1), (2, '2026-01-21', 4.0, 3),
  (1, '2026-02-02', 35.5, 1), (3, '2026-02-14', 33.0, 3);
INSERT INTO categories VALUES (1, NULL, 'books'), (2, 1, 'fiction'), (3, 2, 'crime'), (4, NULL, 'tools');

.mode markdown

WITH months AS (
  SELECT strftime('%Y-%m', placed) AS month, name AS customer, sum(price * quantity) AS spent
  FROM orders JOIN customers ON customers.id = orders.customer
  GROUP BY month, customer
)
SELECT month, customer, spent, sum(spent) OVER (ORDER BY month, customer) AS running
FROM months
ORDER BY month, customer;

WITH RECURSIVE tree (id, path) AS (
  SELECT id, name FROM categories WHERE parent IS NULL
  UNION ALL
  SELECT categories.id, tree.path || ' > ' || categories.name
  FROM categories JOIN tree ON categories.parent = tree.id
)
SELECT path FROM tree ORDER BY path;
