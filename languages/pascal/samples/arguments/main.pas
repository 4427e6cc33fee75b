program main;
var
  position: integer;
begin
  for position := 1 to paramcount do
    writeln(position, ': [', paramstr(position), ']');
end.
