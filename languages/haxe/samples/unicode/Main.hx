import haxe.iterators.StringIteratorUnicode;

class Main {
	static function main() {
		final line = Sys.stdin().readLine();
		Sys.println("naïve 日本語 🎉");
		Sys.println(line);
		Sys.println([for (code in new StringIteratorUnicode(line)) code].length);
	}
}
