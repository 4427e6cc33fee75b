defmodule Greetings do
  def greet(name), do: "Hello, #{name}!"
end
