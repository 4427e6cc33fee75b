int main(int argc, array(string) argv)
{
  foreach (argv[1..]; int index; string argument)
    write("%d: [%s]\n", index + 1, argument);
}
