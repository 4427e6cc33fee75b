class Main {
	static function main() {
		final number:Int = "three";
	}
}
