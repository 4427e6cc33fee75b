import { greet } from './greetings/polite.js';

console.log(greet('Ada'));
