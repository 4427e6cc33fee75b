export greet = (name) -> "Hello, #{name}!"
