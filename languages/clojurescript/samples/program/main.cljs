;; Runs a shop: each line of the input is an order, and each kind of order a method that takes the shop to its next state.
(ns main
  (:require ["fs" :as fs]
            [clojure.string :as str]))

(defn money [cents]
  (str (quot cents 100) "." (.padStart (str (mod cents 100)) 2 "0")))

(defn say [shop & words]
  (update shop :lines conj (str/join " " words)))

(defn problem
  "Why this many of an item cannot be sold; nil when they can."
  [{:keys [items]} item number]
  (let [{:keys [left]} (items item)]
    (cond
      (nil? left) (str "there is no " item)
      (< left number) (str "only " left " " item " left"))))

(defn exchange
  "Moves a number of an item out of the shop and its price into the till, or back when the number is negative."
  [shop item number]
  (let [price (get-in shop [:items item :price])]
    (-> shop
        (update-in [:items item :left] - number)
        (update :till + (* number price)))))

(defmulti handle (fn [_ [kind]] kind))

(defmethod handle "stock" [shop [_ item number price]]
  (assoc-in shop [:items item] {:left (parse-long number)
                                :price (js/Math.round (* 100 (parse-double price)))}))

(defmethod handle "sell" [shop [_ item number]]
  (let [number (parse-long number)]
    (if-let [why (problem shop item number)]
      (say shop "refused:" why)
      (-> (exchange shop item number)
          (say "sold" number item "for" (money (* number (get-in shop [:items item :price]))))))))

(defmethod handle "take-back" [shop [_ item number]]
  (let [number (parse-long number)]
    (-> (exchange shop item (- number))
        (say "took back" number item "for" (money (* number (get-in shop [:items item :price])))))))

(defmethod handle "audit" [{:keys [items till] :as shop} _]
  (let [worth (reduce + (for [{:keys [left price]} (vals items)] (* left price)))
        listed (reduce (fn [shop [item {:keys [left price]}]]
                         (say shop (str item ":") left "at" (money price)))
                       shop
                       (sort items))]
    (say listed "till:" (str (money till) ",") "stock:" (money worth))))

(defmethod handle :default [shop [kind]]
  (say shop "what is" (str kind "?")))

(->> (str/split-lines (fs/readFileSync 0 "utf8"))
     (map #(str/split % #" "))
     (reduce handle {:items {} :till 0 :lines []})
     :lines
     (run! println))
