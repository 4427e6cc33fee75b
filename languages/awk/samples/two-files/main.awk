@include "greetings.awk"

BEGIN { print greet("Ada") }
