// Drives a rover over a plateau. Its commands are an algebraic type, and its heading an abstract that is a number at run time.
enum Command {
	Forward(steps:Int);
	Turn(clockwise:Bool);
	Repeat(times:Int, commands:Array<Command>);
}

enum abstract Heading(Int) {
	final North;
	final East;
	final South;
	final West;

	static final names = ["north", "east", "south", "west"];
	static final steps = [{x: 0, y: -1}, {x: 1, y: 0}, {x: 0, y: 1}, {x: -1, y: 0}];

	public function turned(clockwise:Bool):Heading {
		return cast((this + (clockwise ? 1 : 3)) % 4);
	}

	public function name():String {
		return names[this];
	}

	public function step():{x:Int, y:Int} {
		return steps[this];
	}
}

class Parser {
	final words:Array<String>;

	public function new(text:String) {
		words = ~/[()]|[^()\s]+/g.map(text, found -> found.matched(0) + " ").split(" ").filter(word -> word != "");
	}

	public function commands():Array<Command> {
		final found = [];
		while (words.length > 0 && words[0] != ")") {
			found.push(command(words.shift()));
		}
		return found;
	}

	function command(word:String):Command {
		return switch word {
			case "left" | "right":
				Turn(word == "right");
			case "go":
				Forward(number());
			case "repeat":
				final times = number();
				expect("(");
				final body = commands();
				expect(")");
				Repeat(times, body);
			case _:
				throw 'What is "$word"?';
		}
	}

	function number():Int {
		final word = words.shift();
		return Std.parseInt(word) ?? throw '"$word" is no number';
	}

	function expect(sign:String) {
		if (words.shift() != sign) {
			throw '"$sign" is missing';
		}
	}
}

class Rover {
	final plateau:Array<String>;
	var x = 0;
	var y = 0;
	var heading = East;

	public function new(plateau:Array<String>) {
		this.plateau = plateau;
	}

	public function drive(commands:Array<Command>) {
		for (command in commands) {
			switch command {
				case Forward(steps):
					for (_ in 0...steps) {
						advance();
					}
				case Turn(clockwise):
					heading = heading.turned(clockwise);
				case Repeat(times, body):
					for (_ in 0...times) {
						drive(body);
					}
			}
		}
	}

	function advance() {
		final step = heading.step();
		if (plateau[y + step.y]?.charAt(x + step.x) == ".") {
			x += step.x;
			y += step.y;
		}
	}

	public function toString():String {
		return 'at $x,$y, heading ${heading.name()}';
	}
}

class Main {
	static function main() {
		final rover = new Rover(["....#", ".##..", ".....", "#...."]);
		for (line in Sys.stdin().readAll().toString().split("\n")) {
			if (line == "") {
				continue;
			}
			try {
				rover.drive(new Parser(line).commands());
				Sys.println('$line: $rover');
			} catch (problem:String) {
				Sys.println('$line: $problem');
			}
		}
	}
}
