package main

import (
	"fmt"
	"sync"
)

func main() {
	var group sync.WaitGroup
	squares := make([]int, 4)
	for i := range squares {
		group.Add(1)
		go func() {
			defer group.Done()
			squares[i] = (i + 1) * (i + 1)
		}()
	}
	group.Wait()
	fmt.Println(squares[0], squares[1], squares[2], squares[3])
}
