import sys.thread.Deque;
import sys.thread.Thread;

class Main {
	static function main() {
		final results = new Deque<{number:Int, square:Int}>();
		for (number in 1...5) {
			Thread.create(() -> results.add({number: number, square: number * number}));
		}
		final squares = [for (_ in 1...5) results.pop(true)];
		squares.sort((a, b) -> a.number - b.number);
		Sys.println(squares.map(result -> result.square).join(" "));
	}
}
