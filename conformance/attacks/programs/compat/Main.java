import java.util.stream.IntStream;

public class Main {
    public static void main(String[] args) throws Exception {
        var process = new ProcessBuilder("/bin/echo", "42").redirectErrorStream(true).start();
        var out = new String(process.getInputStream().readAllBytes()).trim();
        System.out.println(IntStream.range(0, 8).parallel().map(i -> i * i).sum() + " " + out);
    }
}
