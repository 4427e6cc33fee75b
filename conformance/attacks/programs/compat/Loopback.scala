import java.net.{InetAddress, ServerSocket, Socket}
import java.util.concurrent.{Executors, TimeUnit}
import scala.sys.process._

object Loopback {
  def main(args: Array[String]): Unit = {
    for (host <- Seq("127.0.0.1", "::1")) {
      val there = new ServerSocket(0, 1, InetAddress.getByName(host))
      val echo = new Thread(() => { val c = there.accept(); c.getOutputStream.write(c.getInputStream.readNBytes(5)); c.close() })
      echo.start()
      val here = new Socket(there.getInetAddress, there.getLocalPort)
      here.getOutputStream.write("hello".getBytes)
      assert(new String(here.getInputStream.readAllBytes) == "hello")
      echo.join()
      there.close()
    }
    val timer = Executors.newScheduledThreadPool(1)
    assert(timer.schedule(() => 42, 10, TimeUnit.MILLISECONDS).get(10, TimeUnit.SECONDS) == 42)
    timer.shutdown()
    assert(Seq("/bin/echo", "42").!! == "42\n")
    println("HELD")
  }
}
