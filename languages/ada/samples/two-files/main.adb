with Ada.Text_IO;
with Greetings;

procedure Main is
begin
   Ada.Text_IO.Put_Line (Greetings.Greet ("Ada"));
end Main;
