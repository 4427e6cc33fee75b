class Node {
    final int number;

    Node(int number) {
        this.number = number;
    }

    @Override
    public String toString() {
        return "Node " + number;
    }
}

class Application {
    public static void main(String[] args) {
        System.out.println(new Node(1) + ", " + new Node(2));
    }
}
