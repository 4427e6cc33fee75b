import java.io.*;
import java.util.*;
import java.util.function.*;
import java.util.stream.*;

/** What a typical program uses, compiled once at install time so that the compiler's own start is remembered. */
public class Training {
    sealed interface Shape permits Circle, Square {}
    record Circle(double radius) implements Shape {}
    record Square(double side) implements Shape {}
    enum Colour { RED, GREEN }

    static double area(Shape shape) {
        return switch (shape) {
            case Circle c -> Math.PI * c.radius() * c.radius();
            case Square s -> s.side() * s.side();
        };
    }

    static <T extends Comparable<T>> T largest(List<T> items) {
        T best = items.get(0);
        for (T item : items) if (item.compareTo(best) > 0) best = item;
        return best;
    }

    public static void main(String[] args) throws Exception {
        var reader = new BufferedReader(new InputStreamReader(System.in));
        Map<String, Integer> counts = new TreeMap<>();
        String line;
        while ((line = reader.readLine()) != null) {
            for (String word : line.split("\\s+")) counts.merge(word, 1, Integer::sum);
        }
        int[] numbers = IntStream.range(0, 10).map(n -> n * n).filter(n -> n % 2 == 0).toArray();
        var text = Arrays.stream(numbers).mapToObj(String::valueOf).collect(Collectors.joining(", "));
        Supplier<String> later = () -> "%s %d %.2f".formatted(text, largest(List.of(1, 2)), area(new Circle(1)));
        Deque<Integer> stack = new ArrayDeque<>();
        try {
            stack.push(Integer.parseInt("1"));
        } catch (NumberFormatException e) {
            System.err.println(e.getMessage());
        } finally {
            System.out.println(later.get() + stack + counts + Colour.RED);
        }
        Thread thread = new Thread(() -> System.out.println("thread"));
        thread.start();
        thread.join();
    }
}
