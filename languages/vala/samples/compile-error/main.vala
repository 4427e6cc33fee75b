void main () {
    int number = "three";
}
