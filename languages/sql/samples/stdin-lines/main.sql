CREATE TABLE numbers (number INTEGER);
.import /dev/stdin numbers
SELECT printf('%d numbers, sum %d', count(*), sum(number)) FROM numbers;
