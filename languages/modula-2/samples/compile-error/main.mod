MODULE main;

VAR
  count: CARDINAL;

BEGIN
  count := total
END main.
