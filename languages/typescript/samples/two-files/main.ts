import { greet, type Name } from './greetings/polite';

const name: Name = 'Ada';
console.log(greet(name));
