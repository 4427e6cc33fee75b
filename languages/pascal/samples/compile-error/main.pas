program main;
begin
  writeln(undeclared_name);
end.
