unit module Greetings;

sub greet(Str $name --> Str) is export {
    "Hello, $name!"
}
