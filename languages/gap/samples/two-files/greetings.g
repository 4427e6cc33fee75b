Greet := function(name)
  Print("Hello, ", name, "!\n");
end;
