ARGV.each_with_index(1) do |argument, position|
  puts "#{position}: [#{argument}]"
end
