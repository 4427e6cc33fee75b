def greet: "Hello, \(.)!";
