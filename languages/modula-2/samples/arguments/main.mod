MODULE main;

FROM Args IMPORT GetArg, Narg;
FROM NumberIO IMPORT WriteCard;
FROM StrIO IMPORT WriteString, WriteLn;

VAR
  argument: ARRAY [0..79] OF CHAR;
  n: CARDINAL;

BEGIN
  FOR n := 1 TO Narg () - 1 DO
    IF GetArg (argument, n) THEN
      WriteCard (n, 0);
      WriteString (": [");
      WriteString (argument);
      WriteString ("]");
      WriteLn
    END
  END
END main.
