ARGV.each.with_index(1) { |argument, position| puts "#{position}: [#{argument}]" }
