string greet(string name)
{
  return sprintf("Hello, %s!", name);
}
