program main;
uses
  sysutils;
begin
  writeln('before');
  writeln(strtoint('rocket'));
end.
