structure Greetings =
struct
  fun greet name = "Hello, " ^ name ^ "!"
end
