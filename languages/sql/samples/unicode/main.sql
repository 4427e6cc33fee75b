CREATE TABLE lines (line TEXT);
.import /dev/stdin lines
SELECT 'naïve 日本語 🎉';
SELECT line FROM lines;
SELECT length(line) FROM lines;
