require "./greetings/polite"

puts Greetings.greet("Ada")
