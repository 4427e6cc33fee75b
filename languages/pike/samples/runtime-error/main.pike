int main()
{
  int zero = 0;
  write("before\n");
  write("%d\n", 1 / zero);
}
