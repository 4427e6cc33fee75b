import greetings.Polite

println new Polite().greet('Ada')
