set print "-"
stats "< cat" using 1 nooutput
print sprintf("%d numbers, sum %d", STATS_records, STATS_sum)
