do position = 1 to arg()
  say position': ['arg(position)']'
end
