# Each square is worked out by a thread of its own and comes back through a channel.
(def results (ev/thread-chan 4))
(for number 1 5
  (ev/spawn-thread
    (ev/give results (* number number))))
(print (string/join (map string (sort (seq [_ :range [0 4]] (ev/take results)))) " "))
