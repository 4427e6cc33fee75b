package Greetings is
   function Greet (Name : String) return String is ("Hello, " & Name & "!");
end Greetings;
