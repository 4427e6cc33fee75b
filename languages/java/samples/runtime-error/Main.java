public class Main {
    public static void main(String[] args) {
        System.out.println("before");
        System.out.println(new int[3].clone()[args.length + 7]);
    }
}
