package main

import (
	"fmt"
	"io"
	"net"
	"time"
)

func main() {
	for _, where := range [][2]string{{"tcp4", "127.0.0.1:0"}, {"tcp6", "[::1]:0"}, {"unix", "/tmp/echo.sock"}} {
		there, err := net.Listen(where[0], where[1])
		if err != nil {
			panic(err)
		}
		go func() {
			c, _ := there.Accept()
			io.CopyN(c, c, 5)
			c.Close()
		}()
		here, err := net.Dial(where[0], there.Addr().String())
		if err != nil {
			panic(err)
		}
		here.Write([]byte("hello"))
		word, _ := io.ReadAll(here)
		if string(word) != "hello" {
			panic(string(word))
		}
		there.Close()
	}
	<-time.After(time.Millisecond)
	fmt.Println("HELD")
}
