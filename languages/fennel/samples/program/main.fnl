;; Routes requests: the path is matched piece by piece, and a macro makes the table of routes readable.

(macro routes [request & clauses]
  `(match [(. ,request :method) (table.unpack (. ,request :path))]
     ,(unpack clauses)))

(local users {7 "Ada"})

(fn split [path]
  (icollect [piece (path:gmatch "[^/]+")]
    (or (math.tointeger piece) piece)))

(fn next-id []
  (accumulate [highest 0 id (pairs users)]
    (math.max highest id)))

(fn show [id]
  (match (. users id)
    user (values 200 (string.format "user %d is %s" id user))
    nil (values 404 (.. "there is no user " id))))

(fn create [user]
  (let [id (+ 1 (next-id))]
    (tset users id user)
    (values 201 (string.format "user %d is %s" id user))))

(fn answer [request]
  (routes request
    [:GET nil] (values 200 "the front page")
    [:GET :users id] (show id)
    [:POST :users] (create request.body)
    [method] (values 405 (.. method " is not for " request.url))))

(fn handle [method url ?body]
  (let [(status text) (answer {: method : url :path (split url) :body ?body})]
    (print (string.format "%-4s %-14s %d %s" method url status text))
    status))

(fn tally [statuses]
  (let [counts (accumulate [counts {} _ status (ipairs statuses)]
                 (doto counts (tset status (+ 1 (or (. counts status) 0)))))
        seen (doto (icollect [status (pairs counts)] status) (table.sort))]
    (table.concat (icollect [_ status (ipairs seen)]
                    (.. status " x" (. counts status)))
                  ", ")))

(let [statuses [(handle :GET "/")
                (handle :GET "/users/7")
                (handle :GET "/users/99")
                (handle :POST "/users" "Grace")
                (handle :GET "/users/8")
                (handle :PUT "/users/8")]]
  (print (.. (length statuses) " requests: " (tally statuses))))
