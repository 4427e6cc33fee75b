input = open("/dev/stdin");
count = 0;
sum_of_all = 0;
while (line = rdline(input)) {
  number = 0;
  sread, line, number;
  sum_of_all += number;
  count++;
}
write, format="%ld numbers, sum %ld\n", count, sum_of_all;
