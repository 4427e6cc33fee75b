with Ada.Command_Line; use Ada.Command_Line;
with Ada.Text_IO;

procedure Main is
begin
   for Position in 1 .. Argument_Count loop
      declare
         Image : constant String := Position'Image;
      begin
         Ada.Text_IO.Put_Line (Image (2 .. Image'Last) & ": [" & Argument (Position) & "]");
      end;
   end loop;
end Main;
