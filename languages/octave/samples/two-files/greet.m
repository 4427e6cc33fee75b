function greeting = greet(name)
  greeting = ["Hello, " name "!"];
end
