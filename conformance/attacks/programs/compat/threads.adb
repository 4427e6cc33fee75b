with Ada.Text_IO; use Ada.Text_IO;
procedure Threads is
   protected Sum is
      procedure Add (N : Integer);
      function Value return Integer;
   private
      Total : Integer := 0;
   end Sum;
   protected body Sum is
      procedure Add (N : Integer) is begin Total := Total + N; end Add;
      function Value return Integer is (Total);
   end Sum;
   task type Worker is entry Start (N : Integer); end Worker;
   task body Worker is
      Mine : Integer;
   begin
      accept Start (N : Integer) do Mine := N; end Start;
      Sum.Add (Mine * Mine);
   end Worker;
begin
   declare
      Workers : array (0 .. 7) of Worker;
   begin
      for I in Workers'Range loop Workers (I).Start (I); end loop;
   end;
   Put_Line (Sum.Value'Image (2 .. 4) & " 42");
end Threads;
