class Main {
	static function main() {
		for (index => argument in Sys.args()) {
			Sys.println('${index + 1}: [$argument]');
		}
	}
}
