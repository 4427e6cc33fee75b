line = gets.chomp
puts 'naïve 日本語 🎉'
puts line
puts line.length
