threads = (0...8).map { |i| Thread.new { i * i } }
puts "#{threads.sum(&:value)} #{`echo 42`.strip}"
