program main;
{$mode objfpc}
uses
  cthreads, classes;
type
  TSquare = class(TThread)
    number: integer;
    procedure execute; override;
  end;

procedure TSquare.execute;
begin
  number := number * number;
end;

var
  squares: array[1..4] of TSquare;
  i: integer;
begin
  for i := 1 to 4 do
  begin
    squares[i] := TSquare.create(true);
    squares[i].number := i;
    squares[i].start;
  end;
  for i := 1 to 4 do
  begin
    squares[i].waitfor;
    if i > 1 then write(' ');
    write(squares[i].number);
    squares[i].free;
  end;
  writeln;
end.
