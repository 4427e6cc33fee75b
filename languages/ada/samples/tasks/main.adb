with Ada.Text_IO; use Ada.Text_IO;

procedure Main is
   task type Squarer is
      entry Start (Number : Integer);
      entry Result (Square : out Integer);
   end Squarer;

   task body Squarer is
      Value : Integer;
   begin
      accept Start (Number : Integer) do
         Value := Number;
      end Start;
      accept Result (Square : out Integer) do
         Square := Value * Value;
      end Result;
   end Squarer;

   Squarers : array (1 .. 4) of Squarer;
   Square   : Integer;
begin
   for I in Squarers'Range loop
      Squarers (I).Start (I);
   end loop;
   for I in Squarers'Range loop
      Squarers (I).Result (Square);
      Put (if I = 1 then Square'Image (2 .. 2) else Square'Image);
   end loop;
   New_Line;
end Main;
