import { greet } from './polite.js'

console.log greet await Promise.resolve 'Ada'
