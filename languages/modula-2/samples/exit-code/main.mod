MODULE main;

FROM StrIO IMPORT WriteString, WriteLn;

BEGIN
  WriteString ("before");
  WriteLn;
  HALT (3)
END main.
