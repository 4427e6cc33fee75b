require_relative 'greetings/polite'

puts greet('Ada')
