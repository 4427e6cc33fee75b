greet(name) = print("Hello, ", name, "!");
