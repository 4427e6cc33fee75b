package main

import (
	"bufio"
	"fmt"
	"os"
	"unicode/utf8"
)

func main() {
	input := bufio.NewScanner(os.Stdin)
	input.Scan()
	fmt.Println("naïve 日本語 🎉")
	fmt.Println(input.Text())
	fmt.Println(utf8.RuneCountInString(input.Text()))
}
