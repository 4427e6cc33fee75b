line = gets.not_nil!
puts "naïve 日本語 🎉"
puts line
puts line.size
