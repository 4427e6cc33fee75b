with Ada.Text_IO; use Ada.Text_IO;

procedure Main is
begin
   Put_Line ("naïve 日本語 🎉");
   Put_Line (Get_Line);
end Main;
