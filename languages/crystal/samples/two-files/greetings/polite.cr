module Greetings
  def self.greet(name : String) : String
    "Hello, #{name}!"
  end
end
