package greetings

import "fmt"

// Greet is polite.
func Greet(name string) string { return fmt.Sprintf("Hello, %s!", name) }
