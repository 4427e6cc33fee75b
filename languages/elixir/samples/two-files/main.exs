Code.require_file("greetings.ex", __DIR__)

IO.puts(Greetings.greet("Ada"))
