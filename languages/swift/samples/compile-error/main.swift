let number: Int = "three"
print(number)
