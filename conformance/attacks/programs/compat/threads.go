package main

import (
	"fmt"
	"os/exec"
	"strings"
	"sync"
)

func main() {
	var wait sync.WaitGroup
	squares := make(chan int, 8)
	for i := 0; i < 8; i++ {
		wait.Add(1)
		go func(i int) { defer wait.Done(); squares <- i * i }(i)
	}
	wait.Wait()
	close(squares)
	sum := 0
	for s := range squares {
		sum += s
	}
	out, err := exec.Command("/bin/echo", "42").Output()
	fmt.Println(sum, strings.TrimSpace(string(out)), err)
}
