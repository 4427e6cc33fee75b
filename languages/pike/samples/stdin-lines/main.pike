int main()
{
  array(int) numbers = (array(int)) (Stdio.stdin->read() / "\n" - ({ "" }));
  write("%d numbers, sum %d\n", sizeof(numbers), Array.sum(numbers));
}
