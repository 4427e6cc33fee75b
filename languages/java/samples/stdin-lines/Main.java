import java.util.Scanner;

public class Main {
    public static void main(String[] args) {
        var input = new Scanner(System.in);
        int count = 0;
        long sum = 0;
        while (input.hasNextLong()) {
            count++;
            sum += input.nextLong();
        }
        System.out.println(count + " numbers, sum " + sum);
    }
}
