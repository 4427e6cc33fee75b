def triangle (n: i64) : i64 = n * (n + 1) / 2
