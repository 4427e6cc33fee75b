with Ada.Text_IO;

procedure Main is
   Number : Integer := Integer'Value ("1");
begin
   Ada.Text_IO.Put_Line ("before");
   Number := Integer'Value ("rocket");
   Ada.Text_IO.Put_Line (Number'Image);
end Main;
