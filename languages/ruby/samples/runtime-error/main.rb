puts 'before'
name = 'Ada'
puts name.upcas
