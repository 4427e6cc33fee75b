import java.net.*;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.*;
import java.util.concurrent.*;

public class Loopback {
    static long hot(int turns) {
        long sum = 0;
        for (int i = 0; i < turns; i++) sum = sum * 31 + (i ^ (sum >>> 7));
        return sum;
    }

    public static void main(String[] args) throws Exception {
        for (var host : new String[] {"127.0.0.1", "::1"}) {
            try (var there = new ServerSocket(0, 1, InetAddress.getByName(host)); var pool = Executors.newVirtualThreadPerTaskExecutor()) {
                pool.submit(() -> {
                    try (var c = there.accept()) { c.getOutputStream().write(c.getInputStream().readNBytes(5)); }
                    return null;
                });
                try (var here = new Socket(InetAddress.getByName(host), there.getLocalPort())) {
                    here.getOutputStream().write("hello".getBytes());
                    if (!new String(here.getInputStream().readAllBytes()).equals("hello")) throw new Exception("echo");
                }
            }
        }
        var timer = Executors.newScheduledThreadPool(1);
        if (timer.schedule(() -> 42, 10, TimeUnit.MILLISECONDS).get(10, TimeUnit.SECONDS) != 42) throw new Exception("timer");
        timer.shutdown();
        long once = hot(1000);
        for (int i = 0; i < 20_000; i++) if (hot(1000) != once) throw new Exception("compiled code differs");
        try (var file = FileChannel.open(Path.of("/tmp/map"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            file.map(FileChannel.MapMode.READ_WRITE, 0, 1 << 20).put(1 << 19, (byte) 42);
            var read = ByteBuffer.allocateDirect(1);
            file.read(read, 1 << 19);
            if (read.get(0) != 42) throw new Exception("mapping");
        }
        System.out.println("HELD");
    }
}
