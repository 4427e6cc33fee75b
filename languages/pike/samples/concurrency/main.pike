int square(int number)
{
  return number * number;
}

int main()
{
  array(Thread.Thread) threads = map(({ 1, 2, 3, 4 }), lambda(int number) {
    return Thread.Thread(square, number);
  });
  write("%s\n", (array(string)) threads->wait() * " ");
}
