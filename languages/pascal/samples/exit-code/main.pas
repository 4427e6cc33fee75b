program main;
begin
  writeln('before');
  halt(3);
end.
