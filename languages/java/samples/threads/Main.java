import java.util.List;
import java.util.concurrent.*;

public class Main {
    public static void main(String[] args) throws Exception {
        try (var pool = Executors.newFixedThreadPool(4); var light = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> squares = List.of(
                pool.submit(() -> 1 * 1), pool.submit(() -> 2 * 2), light.submit(() -> 3 * 3), light.submit(() -> 4 * 4));
            var line = new StringBuilder();
            for (var square : squares) line.append(line.isEmpty() ? "" : " ").append(square.get());
            System.out.println(line);
        }
    }
}
