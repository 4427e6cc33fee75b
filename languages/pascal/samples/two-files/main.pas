program main;
uses
  greetings;
begin
  writeln(greet('Ada'));
end.
