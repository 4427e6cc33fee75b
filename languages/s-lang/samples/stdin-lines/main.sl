variable count = 0, total = 0, line;

while (-1 != fgets (&line, stdin))
{
   total += integer (strtrim (line));
   count++;
}
vmessage ("%d numbers, sum %d", count, total);
