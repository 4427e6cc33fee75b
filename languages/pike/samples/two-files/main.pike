int main()
{
  write("%s\n", Greetings.greet("Ada"));
}
