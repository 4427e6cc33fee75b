package greetings;

class Polite {
	public static function greet(name:String):String {
		return 'Hello, $name!';
	}
}
