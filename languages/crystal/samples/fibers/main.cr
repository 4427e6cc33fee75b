channel = Channel({Int32, Int32}).new

(1..4).each do |number|
  spawn { channel.send({number, number ** 2}) }
end

squares = Array.new(4) { channel.receive }.to_h
puts (1..4).join(" ") { |number| squares[number] }
