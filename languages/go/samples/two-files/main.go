package main

import (
	"fmt"

	"box/greetings"
)

func main() {
	fmt.Println(greetings.Greet(name()))
}
