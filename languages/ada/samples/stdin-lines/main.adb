with Ada.Text_IO;         use Ada.Text_IO;
with Ada.Integer_Text_IO; use Ada.Integer_Text_IO;

procedure Main is
   Number, Sum, Count : Integer := 0;
begin
   while not End_Of_File loop
      Get (Number);
      Skip_Line;
      Count := Count + 1;
      Sum := Sum + Number;
   end loop;
   Put (Count, Width => 0);
   Put (" numbers, sum ");
   Put (Sum, Width => 0);
   New_Line;
end Main;
