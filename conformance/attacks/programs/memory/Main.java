import java.util.ArrayList;

public class Main {
    public static void main(String[] args) {
        var held = new ArrayList<byte[]>();
        for (;;) held.add(new byte[1 << 20]);
    }
}
