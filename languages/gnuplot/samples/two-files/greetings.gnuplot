greeting(name) = sprintf("Hello, %s!", name)
