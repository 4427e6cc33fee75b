print("before\n")
return 3
