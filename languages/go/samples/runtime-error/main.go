package main

import "fmt"

func main() {
	fmt.Println("before")
	numbers := []int{1, 2, 3}
	fmt.Println(numbers[len(numbers)+4])
}
