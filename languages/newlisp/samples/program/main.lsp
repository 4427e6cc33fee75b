; The shortest way from S to E, by breadth first search over a maze from standard input.

(set 'maze '())
(while (read-line)
  (push (explode (current-line)) maze -1))

(define (place-of what)
  (ref what maze))

(define (free? place)
  (let (row (place 0) column (place 1))
    (and (>= row 0) (< row (length maze))
         (>= column 0) (< column (length (maze row)))
         (!= (maze row column) "#"))))

(define (neighbours place)
  (filter free?
    (map (fn (step) (map + place step)) '((-1 0) (0 1) (1 0) (0 -1)))))

(define (way-between from to)
  (let (queue (list from) came-from (list (list from nil)) found nil)
    (while (and queue (not found))
      (let (place (pop queue))
        (if (= place to)
            (set 'found true)
            (dolist (next (neighbours place))
              (unless (origin next came-from)
                (push (list next place) came-from -1)
                (push next queue -1))))))
    (if found (way-back to came-from) '())))

; The pair of a place and the one before it, or nil.
(define (origin place came-from)
  (let (at (find (list place '?) came-from match))
    (and at (came-from at))))

(define (way-back place came-from)
  (let (way '())
    (while place
      (push place way)
      (set 'place (last (origin place came-from))))
    way))

(set 'way (way-between (place-of "S") (place-of "E")))
(dolist (place (1 (- (length way) 2) way))
  (setf (maze (place 0) (place 1)) "."))
(dolist (row maze)
  (println (join row)))
(println (- (length way) 1) " steps")
