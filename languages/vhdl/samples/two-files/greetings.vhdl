package greetings is
  function greet(name : string) return string;
end package;

package body greetings is
  function greet(name : string) return string is
  begin
    return "Hello, " & name & "!";
  end function;
end package body;
