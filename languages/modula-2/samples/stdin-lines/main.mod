MODULE main;

FROM NumberIO IMPORT ReadCard, WriteCard;
FROM StrIO IMPORT WriteString, WriteLn;

VAR
  number, sum, count: CARDINAL;

BEGIN
  sum := 0;
  count := 0;
  REPEAT
    ReadCard (number);
    IF number > 0 THEN
      INC (sum, number);
      INC (count)
    END
  UNTIL number = 0;
  WriteCard (count, 0);
  WriteString (" numbers, sum ");
  WriteCard (sum, 0);
  WriteLn
END main.
