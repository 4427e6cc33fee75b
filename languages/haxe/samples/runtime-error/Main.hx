class Main {
	static function main() {
		Sys.println("before");
		throw new haxe.Exception("The store room is empty.");
	}
}
