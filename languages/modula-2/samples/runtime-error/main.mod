MODULE main;

FROM StrIO IMPORT WriteString, WriteLn;

BEGIN
  WriteString ("before");
  WriteLn;
  HALT;
  WriteString ("after");
  WriteLn
END main.
