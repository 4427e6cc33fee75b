/** A lift as a fold over requests: every step gives a new state and what there is to tell. */
object Main {
  sealed trait Event
  case class Moved(from: Int, to: Int) extends Event {
    def floors: Int = math.abs(to - from)
    def direction: String = if (to > from) "up" else "down"
  }
  case class Told(text: String) extends Event

  case class Ride(rider: Int, from: Int, to: Int)
  case class Lift(floor: Int, events: Vector[Event] = Vector.empty) {
    def go(to: Int): Lift = if (to == floor) this else Lift(to, events :+ Moved(floor, to))
    def tell(text: String): Lift = copy(events = events :+ Told(text))
  }

  def serve(lift: Lift, ride: Ride): Lift = ride match {
    case Ride(rider, from, to) if from == to => lift.tell(s"Rider $rider stays on floor $from")
    case Ride(rider, from, to) =>
      lift.go(from).tell(s"Rider $rider gets in").go(to).tell(s"Rider $rider gets out")
  }

  def read(lines: Iterator[String]): Iterator[Ride] =
    lines.map(_.split(" ").map(_.toInt)).zipWithIndex.collect {
      case (Array(from, to), index) => Ride(index + 1, from, to)
    }

  def describe(events: List[Event]): List[String] = events match {
    case (move: Moved) :: Told(text) :: rest =>
      s"from ${move.from} ${move.direction} to ${move.to}, $text" :: describe(rest)
    case (move: Moved) :: rest => s"from ${move.from} to ${move.to}" :: describe(rest)
    case Told(text) :: rest    => text :: describe(rest)
    case Nil                   => Nil
  }

  def main(arguments: Array[String]): Unit = {
    val rides = read(scala.io.Source.stdin.getLines()).toList
    val lift = rides.foldLeft(Lift(floor = 0))(serve)
    describe(lift.events.toList).foreach(println)
    val floors = lift.events.collect { case move: Moved => move.floors }.sum
    println(s"moved by $floors floors for ${rides.count(ride => ride.from != ride.to)} riders")
  }
}
