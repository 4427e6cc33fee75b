require 'json'
require 'prime'
require 'matrix'
require 'set'
require 'bigdecimal'

puts JSON.generate(primes: Prime.first(3))
puts Matrix[[1, 2], [3, 4]] * Vector[1, 1] - Vector[0, 2]
puts "#{Gem::Version.new('1.10') > Gem::Version.new('1.9')} #{BigDecimal('0.1') + BigDecimal('0.2') == BigDecimal('0.3')}"
begin
  require 'no_such_library'
rescue LoadError
  puts 'no such gem'
end
