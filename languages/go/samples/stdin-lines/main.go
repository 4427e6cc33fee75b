package main

import "fmt"

func main() {
	count, sum := 0, 0
	for number := 0; ; count++ {
		if _, err := fmt.Scan(&number); err != nil {
			break
		}
		sum += number
	}
	fmt.Printf("%d numbers, sum %d\n", count, sum)
}
