(ns main
  (:require ["child_process" :refer [execFile]]
            ["util" :refer [promisify]]
            [clojure.string :as str]
            [promesa.core :as p]))

(def run (promisify execFile))

(defn square [number]
  (p/let [result (run "expr" #js [(str number) "*" (str number)])]
    (str/trim (.-stdout result))))

(p/let [squares (p/all (map square [1 2 3 4]))]
  (println (str/join " " squares)))
