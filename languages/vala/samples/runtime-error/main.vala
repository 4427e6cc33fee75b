void main () {
    print ("before\n");
    error ("The store room is empty.");
}
