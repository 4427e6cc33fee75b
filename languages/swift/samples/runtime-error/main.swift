import Foundation

setvbuf(stdout, nil, _IOLBF, 0)
print("before")
fatalError("The store room is empty.")
