import java.io.*;
import java.util.*;
import java.util.function.*;

/** A calculator: every line is a calculation, and its outcome is a value, never an exception. */
public class Main {
    sealed interface Outcome permits Value, Failure {}
    record Value(long number) implements Outcome {}
    record Failure(String reason) implements Outcome {}

    private static final Map<String, LongBinaryOperator> OPERATORS = Map.of(
        "+", Math::addExact,
        "-", Math::subtractExact,
        "*", Math::multiplyExact,
        "/", (a, b) -> a / b);

    static Outcome calculate(String line) {
        Deque<Long> stack = new ArrayDeque<>();
        for (String token : line.trim().split("\\s+")) {
            if (token.matches("-?\\d+")) {
                stack.push(Long.parseLong(token));
                continue;
            }
            LongBinaryOperator operator = OPERATORS.get(token);
            if (operator == null) return new Failure("unknown operator " + token);
            if (stack.size() < 2) return new Failure("too few numbers for " + token);
            long right = stack.pop();
            long left = stack.pop();
            if (token.equals("/") && right == 0) return new Failure("division by zero");
            stack.push(operator.applyAsLong(left, right));
        }
        return stack.size() == 1 ? new Value(stack.pop()) : new Failure(stack.size() + " numbers are left");
    }

    public static void main(String[] args) throws IOException {
        var input = new BufferedReader(new InputStreamReader(System.in));
        for (String line; (line = input.readLine()) != null; ) {
            System.out.println(line + switch (calculate(line)) {
                case Value(long number) -> " = " + number;
                case Failure(String reason) -> ": " + reason;
            });
        }
    }
}
