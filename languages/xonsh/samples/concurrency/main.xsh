# Each square is worked out by a process of its own, at the same time as the others.
running = [!(expr @(number) '*' @(number)) for number in range(1, 5)]
print(*(process.out.strip() for process in running))
