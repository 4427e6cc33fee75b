module Greetings

export greet

greet(name) = "Hello, $(name)!"

end
