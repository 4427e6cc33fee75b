package main

import (
	_ "embed"
	"fmt"
)

//go:embed note.txt
var note string

func main() {
	fmt.Printf("%s, for %s\n", note, system)
}
