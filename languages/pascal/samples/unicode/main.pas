program main;
var
  line: string;
begin
  readln(line);
  writeln('naïve 日本語 🎉');
  writeln(line);
end.
