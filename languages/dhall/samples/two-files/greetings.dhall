{ greet = \(name : Text) -> "Hello, ${name}!\n" }
