threads = [1, 2].map { |number| Thread.new { number**2 } }
children = [3, 4].map { |number| IO.popen(['ruby', '-e', "print #{number}**2"]) }
puts (threads.map(&:value) + children.map(&:read)).join(' ')
