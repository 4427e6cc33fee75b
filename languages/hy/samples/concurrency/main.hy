(import concurrent.futures [ThreadPoolExecutor])

(with [pool (ThreadPoolExecutor)]
  (print #* (pool.map (fn [number] (* number number)) [1 2 3 4])))
