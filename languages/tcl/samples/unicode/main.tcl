gets stdin line
puts "naïve 日本語 🎉"
puts $line
