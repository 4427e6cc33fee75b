class Main {
	static function main() {
		final numbers = Sys.stdin().readAll().toString().split("\n").filter(line -> line != "").map(Std.parseInt);
		final sum = Lambda.fold(numbers, (number, total) -> number + total, 0);
		Sys.println('${numbers.length} numbers, sum $sum');
	}
}
