--  Shelves with a limited room; what cannot be done is refused by an exception with a reason.
with Ada.Containers.Indefinite_Ordered_Maps;
with Ada.Exceptions; use Ada.Exceptions;
with Ada.Text_IO;    use Ada.Text_IO;

procedure Main is
   Refused : exception;

   subtype Amount is Natural range 0 .. 1_000;

   type Shelf is record
      Room  : Amount;
      Stock : Amount := 0;
   end record
     with Dynamic_Predicate => Shelf.Stock <= Shelf.Room;

   package Shelf_Maps is new Ada.Containers.Indefinite_Ordered_Maps (String, Shelf);

   Shelves : Shelf_Maps.Map;

   function Image (Number : Amount) return String is
      Text : constant String := Number'Image;
   begin
      return Text (2 .. Text'Last);
   end Image;

   procedure Move (Name : String; Change : Integer) is
      Here : Shelf renames Shelves.Reference (Name);
   begin
      if Here.Stock + Change < 0 then
         raise Refused with "only " & Image (Here.Stock) & " are left";
      elsif Here.Stock + Change > Here.Room then
         raise Refused with "the shelf holds " & Image (Here.Room);
      end if;
      Here.Stock := Here.Stock + Change;
      Put_Line (Name & ": " & Image (Here.Stock) & " of " & Image (Here.Room));
   exception
      when Reason : Refused =>
         Put_Line (Name & ": refused, " & Exception_Message (Reason));
   end Move;

   Total : Natural := 0;
begin
   Shelves.Include ("Bolts", (Room => 100, others => <>));
   Shelves.Include ("Nuts", (Room => 50, others => <>));
   Move ("Bolts", 40);
   Move ("Nuts", 60);
   Move ("Nuts", -1);
   Move ("Bolts", -25);
   for Each of Shelves loop
      Total := Total + Each.Stock;
   end loop;
   Put_Line ("stock:" & Total'Image);
end Main;
