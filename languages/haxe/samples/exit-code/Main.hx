class Main {
	static function main() {
		Sys.println("before");
		Sys.exit(3);
	}
}
