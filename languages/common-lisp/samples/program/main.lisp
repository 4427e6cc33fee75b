;;;; A text adventure in a page: rooms are objects, commands are methods, and mistakes are conditions with restarts.

(defclass location ()
  ((name :initarg :name :reader name)
   (exits :initarg :exits :reader exits)
   (things :initarg :things :initform '() :accessor things)))

(define-condition confusion (error)
  ((about :initarg :about :reader about))
  (:report (lambda (condition stream)
             (format stream "What is ~(~a~)?" (about condition)))))

(defparameter *rooms*
  (list (make-instance 'location :name 'kitchen :exits '((north . hall)) :things '(knife lamp))
        (make-instance 'location :name 'hall :exits '((south . kitchen) (east . cellar)))
        (make-instance 'location :name 'cellar :exits '((west . hall)) :things '(treasure))))

(defvar *place* (first *rooms*))
(defvar *bag* '())

(defgeneric act (verb thing)
  (:method (verb thing)
    (declare (ignore thing))
    (error 'confusion :about verb)))

(defmethod act ((verb (eql 'look)) thing)
  (declare (ignore thing))
  (format t "You are in the ~(~a~).~@[ There is ~{a ~(~a~)~^, ~}.~]~%" (name *place*) (things *place*)))

(defmethod act ((verb (eql 'go)) direction)
  (let ((exit (or (assoc direction (exits *place*))
                  (error 'confusion :about direction))))
    (setf *place* (find (rest exit) *rooms* :key #'name))
    (act 'look nil)))

(defmethod act :around ((verb (eql 'go)) (direction (eql 'east)))
  (if (member 'lamp *bag*)
      (call-next-method)
      (format t "It is too dark there.~%")))

(defmethod act ((verb (eql 'take)) thing)
  (unless (member thing (things *place*))
    (error 'confusion :about thing))
  (setf (things *place*) (remove thing (things *place*)))
  (push thing *bag*)
  (format t "You have ~{the ~(~a~)~^ and ~}.~%" (reverse *bag*)))

(defun play ()
  (loop for line = (read-line *standard-input* nil)
        while line
        do (destructuring-bind (verb &optional thing)
               (let ((*read-eval* nil))
                 (read-from-string (format nil "(~a)" line)))
             (format t "> ~(~a~@[ ~a~]~)~%" verb thing)
             (restart-case (act verb thing)
               (ignore-command ())))))

(handler-bind ((confusion (lambda (condition)
                            (format t "~a~%" condition)
                            (invoke-restart 'ignore-command))))
  (play))
