program main;
var
  number, count, sum: longint;
begin
  count := 0;
  sum := 0;
  while not eof do
  begin
    readln(number);
    inc(count);
    sum := sum + number;
  end;
  writeln(count, ' numbers, sum ', sum);
end.
