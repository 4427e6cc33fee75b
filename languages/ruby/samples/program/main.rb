# Prices a basket with exact decimals and a discount on dear items.
require 'bigdecimal'

class Item
  include Comparable

  attr_reader :name, :quantity, :price

  def self.parse(line)
    quantity, name, price = line.match(/\A(\d+) (\w+) (\d+\.\d\d)\z/)&.captures
    raise ArgumentError, line if quantity.nil?

    new(name: name, quantity: Integer(quantity), price: BigDecimal(price))
  end

  def initialize(name:, quantity:, price:)
    @name = name
    @quantity = quantity
    @price = price
  end

  def sum = quantity * price
  def reduced? = sum > 5
  def to_pay = reduced? ? (sum * BigDecimal('0.9')).round(2) : sum
  def <=>(other) = sum <=> other.sum

  def to_s
    format('%-7s %d x %5.2f = %6.2f%s', name, quantity, price, sum, reduced? ? '  (10% off)' : '')
  end
end

items = $stdin.each_line(chomp: true).with_index(1).filter_map do |line, number|
  Item.parse(line)
rescue ArgumentError => error
  puts "line #{number} is not \"quantity name price\": #{error.message}"
end

puts items.sort_by(&:name)
puts format('total %20.2f', items.sum(&:to_pay))
puts "dearest: #{items.max.name}"
