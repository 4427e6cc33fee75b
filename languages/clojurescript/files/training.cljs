(ns training
  (:require ["fs" :as fs]
            [clojure.set :as set]
            [clojure.string :as str]))

(println (str/join " " (map inc (set/union #{1} #{2}))) (fs/existsSync "/"))
