import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.util.Timer
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import kotlin.concurrent.schedule
import kotlin.concurrent.thread

fun main() {
    for (host in listOf("127.0.0.1", "::1")) {
        ServerSocket(0, 1, InetAddress.getByName(host)).use { there ->
            val echo = thread { there.accept().use { it.getOutputStream().write(it.getInputStream().readNBytes(5)) } }
            Socket(there.inetAddress, there.localPort).use { here ->
                here.getOutputStream().write("hello".toByteArray())
                check(String(here.getInputStream().readAllBytes()) == "hello")
            }
            echo.join()
        }
    }
    val fired = CountDownLatch(1)
    Timer(true).schedule(10) { fired.countDown() }
    check(fired.await(10, TimeUnit.SECONDS))
    check(ProcessBuilder("/bin/echo", "42").start().inputStream.readAllBytes().decodeToString() == "42\n")
    println("HELD")
}
