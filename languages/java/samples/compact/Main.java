void main() {
    IO.println("Hello from a compact source file.");
}
