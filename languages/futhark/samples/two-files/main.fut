import "numbers"

entry main (n: i64) : i64 = triangle n
