const path = require('node:path');

enum Colour {
  Red,
  Green,
}

function logged<This, Args extends unknown[], Result>(
  target: (this: This, ...args: Args) => Result,
  context: ClassMethodDecoratorContext,
) {
  return function (this: This, ...args: Args): Result {
    console.log(`call of ${String(context.name)}`);
    return target.call(this, ...args);
  };
}

class Painter {
  @logged
  paint(colour: Colour): string {
    return `${Colour[colour]} is ${colour}, in ${path.basename('/x/a.b')}`;
  }
}

console.log(new Painter().paint(Colour.Green));
