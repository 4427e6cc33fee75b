int main()
{
  write("before\n");
  return 3;
}
