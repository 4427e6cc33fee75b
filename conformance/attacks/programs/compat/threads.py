import subprocess, sys, threading, multiprocessing
total = []
threads = [threading.Thread(target=lambda i=i: total.append(i * i)) for i in range(8)]
[t.start() for t in threads]
[t.join() for t in threads]
out = subprocess.run([sys.executable, '-c', 'print(6*7)'], capture_output=True, text=True, check=True).stdout.strip()
with multiprocessing.get_context('fork').Pool(2) as pool:
    squares = pool.map(abs, [-1, -2])
print(sum(total), out, squares)
