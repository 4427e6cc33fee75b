{greet} = require './greetings/polite'

console.log greet 'Ada'
