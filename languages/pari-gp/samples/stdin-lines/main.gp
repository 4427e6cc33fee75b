lines = readstr("/dev/stdin");
numbers = apply(eval, lines);
printf("%d numbers, sum %d\n", #numbers, vecsum(numbers));
