import greetings.Polite;

class Main {
	static function main() {
		Sys.println(Polite.greet("Ada"));
	}
}
