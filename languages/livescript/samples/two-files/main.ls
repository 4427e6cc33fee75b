require! './greetings': {greet}

console.log greet 'Ada'
