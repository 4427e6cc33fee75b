(let [squares (mapv #(future (* % %)) (range 1 5))]
  (apply println (map deref squares)))

(shutdown-agents)
