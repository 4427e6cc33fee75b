// Conway's game of life, with the rows of a generation worked out side by side.
package main

import (
	"fmt"
	"strings"
	"sync"
)

type cell struct{ row, column int }

type world struct {
	rows, columns int
	alive         map[cell]bool
}

func parse(lines ...string) world {
	w := world{rows: len(lines), columns: len(lines[0]), alive: map[cell]bool{}}
	for row, line := range lines {
		for column, char := range line {
			if char == '#' {
				w.alive[cell{row, column}] = true
			}
		}
	}
	return w
}

func (w world) neighbours(at cell) (count int) {
	for row := at.row - 1; row <= at.row+1; row++ {
		for column := at.column - 1; column <= at.column+1; column++ {
			other := cell{row, column}
			if other != at && w.alive[other] {
				count++
			}
		}
	}
	return count
}

func (w world) next() world {
	born := make(chan cell)
	var group sync.WaitGroup
	for row := range w.rows {
		group.Add(1)
		go func() {
			defer group.Done()
			for column := range w.columns {
				at := cell{row, column}
				if n := w.neighbours(at); n == 3 || n == 2 && w.alive[at] {
					born <- at
				}
			}
		}()
	}
	go func() { group.Wait(); close(born) }()
	after := world{rows: w.rows, columns: w.columns, alive: map[cell]bool{}}
	for at := range born {
		after.alive[at] = true
	}
	return after
}

func (w world) String() string {
	var text strings.Builder
	for row := range w.rows {
		for column := range w.columns {
			text.WriteByte(map[bool]byte{true: '#', false: '.'}[w.alive[cell{row, column}]])
		}
		text.WriteByte('\n')
	}
	return text.String()
}

func main() {
	start := parse(".#....", "..#...", "###...", "......")
	fmt.Printf("generation 0, %d alive\n%s", len(start.alive), start)
	now := start
	for range 4 {
		now = now.next()
	}
	fmt.Printf("generation 4, %d alive\n%s", len(now.alive), now)
	for at := range start.alive {
		if !now.alive[cell{at.row + 1, at.column + 1}] {
			fmt.Println("the glider is broken")
			return
		}
	}
	fmt.Println("the glider has moved by 1, 1")
}
